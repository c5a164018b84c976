package belt.provider.aws;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.ImageOffer;
import belt.provider.ProviderProblem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/// Finds images: by id, or by a word that stands for the newest one that a known owner published under a known name. No
/// ids are built in; docker-machine's were, and died.
final class Images {
    /// A system that its maker publishes.
    ///
    /// @param word for `--image`
    /// @param owner the maker's account, or an alias that AWS defines
    /// @param pattern the images' names, `%s` for the architecture
    /// @param amd64 how they spell x86_64
    /// @param user whom cloud-init lets in
    private record Release(
            String word, String owner, String pattern, String amd64, String user, String title) {}

    private static final String CANONICAL = "099720109477";
    private static final String DEBIAN = "136693071363";
    private static final List<Release> KNOWN =
            List.of(
                    new Release(
                            "ubuntu-24.04",
                            CANONICAL,
                            "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-%s-server-*",
                            "amd64",
                            "ubuntu",
                            "Ubuntu 24.04 LTS"),
                    new Release(
                            "ubuntu-22.04",
                            CANONICAL,
                            "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-%s-server-*",
                            "amd64",
                            "ubuntu",
                            "Ubuntu 22.04 LTS"),
                    new Release(
                            "debian-13", DEBIAN, "debian-13-%s-*", "amd64", "admin", "Debian 13"),
                    new Release(
                            "debian-12", DEBIAN, "debian-12-%s-*", "amd64", "admin", "Debian 12"),
                    new Release(
                            "amazon-linux-2023",
                            "amazon",
                            "al2023-ami-2023.*-%s",
                            "x86_64",
                            "ec2-user",
                            "Amazon Linux 2023"));
    private static final Release USUAL = KNOWN.getFirst();

    /// An image, found.
    ///
    /// @param id for RunInstances
    /// @param name its word, or its id where it was asked for so
    /// @param user whom it lets in
    /// @param device its root device
    record Found(String id, String name, String user, String device) {}

    private Images() {}

    static List<ImageOffer> offers() {
        return KNOWN.stream().map(each -> new ImageOffer(each.word(), each.title())).toList();
    }

    /// Resolves a word.
    ///
    /// @param word an `ami-…`, a known word in any of its spellings (`ubuntu-24-04-x64` too); empty for the usual one
    /// @param architecture the size's: `x86_64` or `arm64`
    static Found require(Ec2Region region, String word, String architecture)
            throws InterruptedException {
        if (word.startsWith("ami-")) {
            return byId(region, word, architecture);
        }
        Release system = word.isEmpty() ? USUAL : known(word);
        String arch = architecture.equals("x86_64") ? system.amd64() : architecture;
        String pattern = system.pattern().formatted(arch);
        DescribeImagesResponse answer =
                region.call(
                        "DescribeImages",
                        ec2 ->
                                ec2.describeImages(each ->
                                        each.owners(owner(system, region.name()))
                                                .filters(
                                                        filter("name", pattern),
                                                        filter("architecture", architecture),
                                                        filter("state", "available"))));
        Optional<Image> newest =
                answer.images().stream()
                        .max(
                                Comparator.comparing(
                                        Image::creationDate,
                                        Comparator.nullsFirst(Comparator.naturalOrder())));
        Image image =
                newest.orElseThrow(() ->
                        new BeltException.InvalidInput(
                                        ProviderProblem.UNKNOWN_IMAGE,
                                        "EC2 in "
                                                + region.name()
                                                + " has no image "
                                                + system.word()
                                                + " for "
                                                + architecture)
                                .withDetail("looked for " + pattern));
        return new Found(image.imageId(), system.word(), system.user(), image.rootDeviceName());
    }

    private static Found byId(Ec2Region region, String id, String architecture)
            throws InterruptedException {
        Image image;
        try {
            image =
                    region
                            .call(
                                    "DescribeImages",
                                    ec2 ->
                                            ec2.describeImages(each ->
                                                    each.imageIds(id).includeDeprecated(true)))
                            .images()
                            .stream()
                            .findFirst()
                            .orElseThrow(() -> unknown(id, region.name()));
        } catch (BeltException.NotFound | BeltException.InvalidInput e) {
            throw unknown(id, region.name()).withDetail(e.detail().orElse(""));
        }
        if (!architecture.equals(image.architectureAsString())) {
            throw new BeltException.InvalidInput(
                            ProviderProblem.UNKNOWN_IMAGE,
                            "image " + id + " is for " + image.architectureAsString())
                    .withDetail("the size is for " + architecture);
        }
        String name = String.valueOf(image.name());
        return new Found(id, id, user(name), image.rootDeviceName());
    }

    private static BeltException unknown(String id, String region) {
        return new BeltException.InvalidInput(
                ProviderProblem.UNKNOWN_IMAGE, "EC2 in " + region + " has no image " + id);
    }

    private static Release known(String word) {
        String plain = plain(word);
        return KNOWN.stream()
                .filter(each -> plain(each.word()).equals(plain))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> words = KNOWN.stream().map(Release::word).toList();
                    List<String> nearest = Nearest.to(word, words);
                    return new BeltException.InvalidInput(
                                    ProviderProblem.UNKNOWN_IMAGE,
                                    "provider aws knows no image " + word)
                            .withDetail(
                                    nearest.isEmpty()
                                            ? "it knows "
                                                    + String.join(", ", words)
                                                    + " and any ami-…"
                                            : "did you mean " + String.join(", ", nearest));
                });
    }

    /// `ubuntu-24-04-x64`, `ubuntu-24.04` and `ubuntu24.04` are one.
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT)
                .replaceFirst("-(x64|amd64|arm64)$", "")
                .replaceAll("[-.]", "");
    }

    /// Who publishes it there: Canonical has accounts of its own in China and in the government's regions.
    private static String owner(Release system, String region) {
        if (system.owner().equals(CANONICAL) && region.startsWith("cn-")) {
            return "837727238323";
        }
        return system.owner().equals(CANONICAL) && region.startsWith("us-gov-")
                ? "513442679011"
                : system.owner();
    }

    private static String user(String imageName) {
        return KNOWN.stream()
                .filter(each -> imageName.contains(each.word().replaceAll("-.*", "")))
                .map(Release::user)
                .findFirst()
                .orElse(
                        imageName.startsWith("al20") || imageName.startsWith("amzn")
                                ? "ec2-user"
                                : "ubuntu");
    }

    static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }
}
