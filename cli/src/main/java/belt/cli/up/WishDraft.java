package belt.cli.up;

import belt.cli.file.ServiceWish;
import belt.client.ServiceDraft;
import belt.client.ServiceSummary;
import java.util.LinkedHashMap;

/// A service of the file as the API takes it, marked with the hash by which a later `up` sees whether it has changed.
final class WishDraft {
    private WishDraft() {}

    static ServiceDraft of(ServiceWish wish) {
        var labels = new LinkedHashMap<>(wish.labels());
        labels.put(WishHash.LABEL, WishHash.of(wish));
        return new ServiceDraft(
                wish.name(),
                labels,
                wish.exec(),
                wish.image(),
                wish.command(),
                wish.env(),
                wish.constraints(),
                wish.global(),
                wish.replicas(),
                wish.ports().stream().map(WishDraft::port).toList(),
                wish.memoryBytes(),
                wish.nanoCpus());
    }

    private static ServiceSummary.Port port(ServiceWish.Port port) {
        return new ServiceSummary.Port(
                port.published(), port.target(), port.protocol(), port.host());
    }
}
