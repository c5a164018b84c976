package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.ImageOffer;
import belt.provider.MachineSize;
import belt.provider.Price;
import belt.provider.ProviderProblem;
import belt.provider.RegionOffer;
import belt.provider.SizeOffer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.myjeeva.digitalocean.pojo.Image;
import com.myjeeva.digitalocean.pojo.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What may be chosen from. Sizes and regions are asked for once; they do not change while a command runs. Its lock is held
/// while that one call is made, so that it is made once.
final class Catalogue {
    /// A size as the vendor lists it.
    record Size(SizeOffer offer, boolean available) {}

    private final Api api;
    private final Vendor vendor;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<Size> sizes;
    private @Nullable List<Region> regions;

    Catalogue(Api api, Vendor vendor) {
        this.api = api;
        this.vendor = vendor;
    }

    private List<Size> sizes() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<Size> known = sizes;
            if (known == null) {
                known = api.all("/v2/sizes", "sizes", Catalogue::size);
                sizes = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private List<Region> regions() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            List<Region> known = regions;
            if (known == null) {
                known = vendor.regions();
                regions = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private static Size size(JsonObject from) {
        var size =
                new MachineSize(
                        from.get("slug").getAsString(),
                        from.get("memory").getAsLong() << 20,
                        from.get("vcpus").getAsInt());
        var price =
                new Price(
                        from.get("price_hourly").getAsBigDecimal(),
                        from.get("price_monthly").getAsBigDecimal());
        List<String> where =
                from.getAsJsonArray("regions").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
        return new Size(
                new SizeOffer(size, from.get("disk").getAsLong() * 1_000_000_000L, price, where),
                from.get("available").getAsBoolean());
    }

    List<SizeOffer> sizeOffers() throws InterruptedException {
        return sizes().stream()
                .filter(each -> each.available() && !each.offer().regions().isEmpty())
                .map(Size::offer)
                .toList();
    }

    /// A size by its slug, or the cheapest of exactly that memory: `1gb`, `8192MB`.
    SizeOffer requireSize(String word) throws InterruptedException {
        List<SizeOffer> offers = sizeOffers();
        Optional<SizeOffer> exact =
                offers.stream()
                        .filter(each -> each.size().text().equalsIgnoreCase(word))
                        .findFirst();
        Optional<SizeOffer> found = exact.or(() -> ofMemory(word, offers));
        if (found.isEmpty()) {
            boolean retired =
                    sizes().stream().anyMatch(each -> each.offer().size().text().equals(word));
            throw unknown(
                    ProviderProblem.UNKNOWN_SIZE,
                    retired
                            ? "DigitalOcean offers no longer size " + word
                            : "DigitalOcean has no size " + word,
                    word,
                    offers.stream().map(each -> each.size().text()).toList());
        }
        return found.get();
    }

    private static Optional<SizeOffer> ofMemory(String word, List<SizeOffer> offers) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (!lower.matches("[0-9]{1,6}(mb|gb)")) {
            return Optional.empty();
        }
        long number = Long.parseLong(lower.substring(0, lower.length() - 2));
        long bytes = number << (lower.endsWith("gb") ? 30 : 20);
        return offers.stream()
                .filter(each -> each.size().memoryBytes() == bytes)
                .min(Comparator.comparing(Catalogue::perHour));
    }

    private static java.math.BigDecimal perHour(SizeOffer offer) {
        Price price = offer.price();
        return price == null ? java.math.BigDecimal.ZERO : price.perHour();
    }

    List<RegionOffer> regionOffers() throws InterruptedException {
        return regions().stream()
                .map(each -> new RegionOffer(each.getSlug(), each.getName(), each.isAvailable()))
                .toList();
    }

    /// A region that takes machines of this size.
    String requireRegion(String word, SizeOffer size) throws InterruptedException {
        List<String> open =
                regions().stream().filter(Region::isAvailable).map(Region::getSlug).toList();
        String slug = word.toLowerCase(Locale.ROOT);
        if (!open.contains(slug)) {
            boolean closed = regions().stream().anyMatch(each -> slug.equals(each.getSlug()));
            throw unknown(
                    ProviderProblem.UNKNOWN_REGION,
                    closed
                            ? "DigitalOcean's region " + word + " takes no new machines"
                            : "DigitalOcean has no region " + word,
                    word,
                    open);
        }
        if (!size.regions().isEmpty() && !size.regions().contains(slug)) {
            throw new BeltException.InvalidInput(
                            ProviderProblem.UNKNOWN_SIZE,
                            "region " + slug + " has no machines of size " + size.size().text())
                    .withDetail("it is offered in " + String.join(", ", size.regions()));
        }
        return slug;
    }

    List<ImageOffer> imageOffers() throws InterruptedException {
        return allImages().stream().map(each -> new ImageOffer(word(each), name(each))).toList();
    }

    private List<Image> allImages() throws InterruptedException {
        var all = new ArrayList<>(vendor.distributions());
        all.addAll(vendor.ownImages());
        return all;
    }

    /// An image by slug, id, or the name of one of the account's own; one that exists in this region.
    Image requireImage(String word) throws InterruptedException {
        Optional<Image> direct =
                word.matches("[a-zA-Z0-9._-]+") ? vendor.image(word) : Optional.empty();
        if (direct.isPresent()) {
            return direct.get();
        }
        List<Image> all = allImages();
        List<Image> named = all.stream().filter(each -> word.equals(each.getName())).toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        throw unknown(
                ProviderProblem.UNKNOWN_IMAGE,
                named.isEmpty()
                        ? "DigitalOcean has no image " + word
                        : named.size() + " images are called " + word,
                word,
                (named.isEmpty() ? all : named).stream().map(Catalogue::word).toList());
    }

    /// The word for `--image`.
    static String word(Image image) {
        return image.getSlug() == null ? String.valueOf(image.getId()) : image.getSlug();
    }

    private static String name(Image image) {
        return image.getDistribution() + " " + image.getName();
    }

    private static BeltException unknown(
            ProviderProblem problem, String what, String word, List<String> known) {
        List<String> near = Nearest.to(word, known);
        List<String> some = near.isEmpty() ? known.stream().limit(12).toList() : near;
        return new BeltException.InvalidInput(problem, what)
                .withDetail(
                        (near.isEmpty() ? "it has " : "did you mean ") + String.join(", ", some));
    }
}
