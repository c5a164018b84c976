package belt.provider.digitalocean.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sizes, regions and images, with prices like those of the vendor's list in 2025.
final class Catalogue {
    private static final List<String> REGION_SLUGS =
            List.of(
                    "nyc1", "nyc2", "nyc3", "ams3", "sfo2", "sfo3", "sgp1", "lon1", "fra1", "tor1",
                    "blr1", "syd1", "atl1");
    private static final String CLOSED = "nyc2";

    /// @param transfer terabytes; a fraction for the smallest, which a client that expects whole numbers cannot read
    record Size(
            String slug,
            int memory,
            int cpus,
            int disk,
            double transfer,
            double monthly,
            double hourly,
            boolean available) {}

    record Image(long id, String slug, String name, String distribution, int disk, boolean open) {}

    static final List<Size> SIZES =
            List.of(
                    new Size("s-1vcpu-512mb-10gb", 512, 1, 10, 0.5, 4, 0.00595, true),
                    new Size("s-1vcpu-1gb", 1024, 1, 25, 1, 6, 0.00893, true),
                    new Size("s-1vcpu-2gb", 2048, 1, 50, 2, 12, 0.01786, true),
                    new Size("s-2vcpu-2gb", 2048, 2, 60, 3, 18, 0.02679, true),
                    new Size("s-2vcpu-4gb", 4096, 2, 80, 4, 24, 0.03571, true),
                    new Size("s-4vcpu-8gb", 8192, 4, 160, 5, 48, 0.07143, true),
                    new Size("s-8vcpu-16gb", 16384, 8, 320, 6, 96, 0.14286, true),
                    new Size("c-2", 4096, 2, 25, 4, 42, 0.0625, true),
                    new Size("512mb", 512, 1, 20, 1, 5, 0.00744, false));

    static final List<Image> IMAGES =
            List.of(
                    new Image(195932981, "ubuntu-25-04-x64", "25.04 x64", "Ubuntu", 10, true),
                    new Image(155133621, "ubuntu-22-04-x64", "22.04 (LTS) x64", "Ubuntu", 7, true),
                    new Image(180315345L, "ubuntu-24-04-x64", "24.04 (LTS) x64", "Ubuntu", 7, true),
                    new Image(188150442, "debian-12-x64", "12 x64", "Debian", 7, true),
                    new Image(199000111, "debian-13-x64", "13 x64", "Debian", 7, true),
                    new Image(200111222, "", "belt node 7", "Ubuntu", 25, false));

    private Catalogue() {}

    static Optional<Size> size(String slug) {
        return SIZES.stream().filter(size -> size.slug().equals(slug)).findFirst();
    }

    static Optional<Image> image(String word) {
        return IMAGES.stream()
                .filter(image ->
                        !image.slug().isEmpty() && image.slug().equals(word)
                                || Long.toString(image.id()).equals(word))
                .findFirst();
    }

    static boolean open(String region) {
        return REGION_SLUGS.contains(region) && !region.equals(CLOSED);
    }

    static List<String> regions() {
        return REGION_SLUGS;
    }

    static Map<String, Object> shape(Size size) {
        var shape = new LinkedHashMap<String, Object>();
        shape.put("slug", size.slug());
        shape.put("memory", size.memory());
        shape.put("vcpus", size.cpus());
        shape.put("disk", size.disk());
        shape.put("transfer", size.transfer());
        shape.put("price_monthly", size.monthly());
        shape.put("price_hourly", size.hourly());
        shape.put("regions", REGION_SLUGS);
        shape.put("available", size.available());
        shape.put("description", "Basic");
        return shape;
    }

    static Map<String, Object> region(String slug) {
        return Map.of(
                "name",
                slug.toUpperCase(java.util.Locale.ROOT),
                "slug",
                slug,
                "features",
                List.of("backups", "ipv6", "metadata"),
                "available",
                open(slug),
                "sizes",
                SIZES.stream().map(Size::slug).toList());
    }

    static Map<String, Object> shape(Image image) {
        var shape = new LinkedHashMap<String, Object>();
        shape.put("id", image.id());
        shape.put("name", image.name());
        shape.put("type", image.open() ? "base" : "snapshot");
        shape.put("distribution", image.distribution());
        shape.put("slug", image.slug().isEmpty() ? null : image.slug());
        shape.put("public", image.open());
        shape.put("regions", REGION_SLUGS);
        shape.put("created_at", "2025-04-22T15:00:01Z");
        shape.put("min_disk_size", image.disk());
        shape.put("size_gigabytes", 2.36);
        shape.put("description", image.name());
        shape.put("tags", List.of());
        shape.put("status", "available");
        shape.put("error_message", "");
        return shape;
    }
}
