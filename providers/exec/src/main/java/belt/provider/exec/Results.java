package belt.provider.exec;

import belt.provider.Account;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.ImageOffer;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import belt.provider.Price;
import belt.provider.RegionOffer;
import belt.provider.SizeOffer;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the protocol writes, as our records. Everything that does not fit is {@link Nonsense}.
final class Results {
    private Results() {}

    /// @param provider whose it is
    static Machine machine(String provider, Fields from) {
        var state = from.word("state", MachineState.values());
        String reason = from.text("stateReason", "");
        Fields ssh = from.has("ssh") ? from.object("ssh") : new Fields("ssh", java.util.Map.of());
        String keyFile = ssh.text("keyFile", "");
        return Machine.named(from.text("name"), from.text("id"), provider, from.text("cluster"))
                .region(from.text("region", ""))
                .size(from.text("size", ""))
                .resources(from.number("memoryBytes", 0), from.count("cpus", 0))
                .image(from.text("image", ""))
                .addresses(from.texts("addresses"))
                .ssh(ssh.text("user", "root"), port(ssh), keyFile.isEmpty() ? null : keyFile)
                .state(state, reason.isEmpty() ? null : reason)
                .hostKeys(from.texts("hostKeys"))
                .labels(from.textMap("labels"))
                .createdAt(from.instant("createdAt"))
                .batch(from.text("batch", ""))
                .pricePerHour(from.decimal("pricePerHour"))
                .build();
    }

    private static int port(Fields ssh) {
        int port = ssh.count("port", 22);
        if (port < 1 || port > 65535) {
            throw new Nonsense("sent " + ssh.at() + ".port that is no port: " + port);
        }
        return port;
    }

    static Account account(Fields from) {
        return new Account(
                from.text("id", ""),
                from.count("machineLimit", 0),
                from.count("machines", -1),
                from.textMap("facts"));
    }

    static MachineSize size(Fields from) {
        return new MachineSize(
                from.text("text"), from.number("memoryBytes", 0), from.count("cpus", 1));
    }

    static List<SizeOffer> sizes(Fields from) {
        return from.requireObjects("sizes").stream()
                .map(each ->
                        new SizeOffer(
                                size(each),
                                each.number("diskBytes", 0),
                                price(each),
                                each.texts("regions")))
                .toList();
    }

    static List<RegionOffer> regions(Fields from) {
        return from.requireObjects("regions").stream()
                .map(each ->
                        new RegionOffer(
                                each.text("id"),
                                each.text("name", ""),
                                !each.has("available") || each.flag("available")))
                .toList();
    }

    static List<ImageOffer> images(Fields from) {
        return from.requireObjects("images").stream()
                .map(each -> new ImageOffer(each.text("id"), each.text("name", "")))
                .toList();
    }

    /// The member `price`; null if there is none.
    static @Nullable Price price(Fields from) {
        if (!from.has("price")) {
            return null;
        }
        Fields price = from.object("price");
        BigDecimal perHour = price.decimal("perHour");
        BigDecimal perMonth = price.decimal("perMonth");
        if (perHour == null) {
            throw new Nonsense("sent no " + price.at() + ".perHour");
        }
        return perMonth == null ? Price.hourly(perHour) : new Price(perHour, perMonth);
    }

    static FirewallPlan firewall(Fields from) {
        return new FirewallPlan(
                from.requireObjects("changes").stream()
                        .map(each ->
                                new FirewallPlan.Change(
                                        each.word("kind", FirewallPlan.Kind.values()),
                                        rule(each.object("rule"))))
                        .toList());
    }

    private static FirewallRule rule(Fields from) {
        Fields source = from.object("from");
        return new FirewallRule(
                from.word("protocol", FirewallRule.Protocol.values()),
                from.count("fromPort", 0),
                from.count("toPort", 0),
                from.word("to", FirewallRule.Members.values()),
                source.has("cidr")
                        ? new FirewallRule.Source.Range(source.text("cidr"))
                        : new FirewallRule.Source.Cluster(
                                source.word("cluster", FirewallRule.Members.values())),
                from.text("why", ""));
    }
}
