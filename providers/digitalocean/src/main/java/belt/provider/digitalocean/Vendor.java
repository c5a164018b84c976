package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.core.Secret;
import com.myjeeva.digitalocean.DigitalOcean;
import com.myjeeva.digitalocean.common.ActionType;
import com.myjeeva.digitalocean.exception.DigitalOceanException;
import com.myjeeva.digitalocean.exception.RequestUnsuccessfulException;
import com.myjeeva.digitalocean.impl.DigitalOceanClient;
import com.myjeeva.digitalocean.pojo.Account;
import com.myjeeva.digitalocean.pojo.Base;
import com.myjeeva.digitalocean.pojo.Image;
import com.myjeeva.digitalocean.pojo.Images;
import com.myjeeva.digitalocean.pojo.Key;
import com.myjeeva.digitalocean.pojo.Region;
import com.myjeeva.digitalocean.pojo.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The calls that go through the vendor's client: account, regions, images, keys, tags. It answers `null` when it cannot
/// read an answer and tells nobody; here that is an error with the call's name.
final class Vendor {
    private final DigitalOcean client;
    private final Api api;

    Vendor(LimitedHttp http, Secret token, Api api) {
        this.client = new DigitalOceanClient("v2", token.reveal(), http);
        this.api = api;
    }

    /// One call of the client.
    private interface Call<T> {
        @Nullable T run() throws DigitalOceanException, RequestUnsuccessfulException;
    }

    Account account() throws InterruptedException {
        return api.patiently(() -> call("the account", client::getAccountInfo));
    }

    List<Region> regions() throws InterruptedException {
        return pages("regions", client::getAvailableRegions, answer -> answer.getRegions());
    }

    /// Images that the vendor offers, without one-click applications.
    List<Image> distributions() throws InterruptedException {
        return pages(
                "images",
                page -> client.getAvailableImages(page, Api.PAGE, ActionType.DISTRIBUTION),
                Images::getImages);
    }

    /// Images of the account's own.
    List<Image> ownImages() throws InterruptedException {
        return pages("own images", page -> client.getUserImages(page, Api.PAGE), Images::getImages);
    }

    /// An image by slug or id; empty if there is none.
    Optional<Image> image(String word) throws InterruptedException {
        return found(
                "image " + word,
                () ->
                        word.matches("[0-9]{1,9}")
                                ? client.getImageInfo(Integer.valueOf(word))
                                : client.getImageInfo(word));
    }

    /// A key by its fingerprint; empty if the account has none such.
    Optional<Key> key(String fingerprint) throws InterruptedException {
        return found("key " + fingerprint, () -> client.getKeyInfo(fingerprint));
    }

    List<Key> keys() throws InterruptedException {
        return pages("keys", client::getAvailableKeys, answer -> answer.getKeys());
    }

    Key createKey(String name, String line) throws InterruptedException {
        return call("a new key", () -> client.createKey(new Key(name, line)));
    }

    void deleteKey(String fingerprint) throws InterruptedException {
        found("key " + fingerprint, () -> client.deleteKey(fingerprint));
    }

    List<String> tags() throws InterruptedException {
        return pages(
                        "tags",
                        page -> client.getAvailableTags(page, Api.PAGE),
                        answer -> answer.getTags())
                .stream()
                .map(Tag::getName)
                .toList();
    }

    void createTag(String name) throws InterruptedException {
        api.patiently(() -> call("tag " + name, () -> client.createTag(name)));
    }

    void deleteTag(String name) throws InterruptedException {
        found("tag " + name, () -> client.deleteTag(name));
    }

    /// One page of the client.
    private interface PageCall<T> {
        @Nullable T run(Integer page) throws DigitalOceanException, RequestUnsuccessfulException;
    }

    private <T extends Base, E> List<E> pages(
            String what, PageCall<T> call, Function<T, @Nullable List<E>> read)
            throws InterruptedException {
        var all = new ArrayList<E>();
        for (int page = 1; ; page++) {
            Integer number = page;
            T answer = api.patiently(() -> call(what, () -> call.run(number)));
            List<E> some = read.apply(answer);
            if (some == null) {
                throw Failures.unreadable(what, "the vendor's client made nothing of it");
            }
            all.addAll(some);
            boolean more =
                    answer.getLinks() != null
                            && answer.getLinks().getPages() != null
                            && answer.getLinks().getPages().getNext() != null;
            if (!more || some.isEmpty()) {
                return all;
            }
        }
    }

    private <T> Optional<T> found(String what, Call<T> call) throws InterruptedException {
        try {
            return Optional.of(api.patiently(() -> call(what, call)));
        } catch (BeltException.NotFound e) {
            return Optional.empty();
        }
    }

    private static <T> T call(String what, Call<T> call) throws InterruptedException {
        try {
            T answer = call.run();
            if (answer == null) {
                throw Failures.unreadable(what, "the vendor's client made nothing of it");
            }
            return answer;
        } catch (DigitalOceanException e) {
            throw Failures.ofStatus(what, e.getHttpStatusCode(), String.valueOf(e.getMessage()));
        } catch (RequestUnsuccessfulException e) {
            if (e.getCause() instanceof LimitedHttp.Interrupted
                    || Thread.currentThread().isInterrupted()) {
                Thread.interrupted();
                throw new InterruptedException(what);
            }
            IOException cause =
                    e.getCause() instanceof IOException io
                            ? io
                            : new IOException(String.valueOf(e.getMessage()), e);
            throw Failures.ofNoAnswer(what, cause);
        }
    }
}
