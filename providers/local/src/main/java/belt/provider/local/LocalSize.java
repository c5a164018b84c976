package belt.provider.local;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.MachineSize;
import belt.provider.ProviderProblem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the spellings of a size: a plain amount of memory (`512mb`, `8192MB`, `1gb`, `2g`), or a cloud's slug that names
/// processors and memory (`s-1vcpu-1gb`, `s-1vcpu-512mb-10gb`; a disk size at its end means nothing here).
final class LocalSize {
    private static final Pattern PLAIN = Pattern.compile("(\\d{1,6})(mb?|gb?)");
    private static final Pattern SLUG =
            Pattern.compile("[a-z0-9]{1,4}-(\\d{1,3})vcpu-(\\d{1,6})(mb|gb)(-.*)?");
    private static final long MIB = 1 << 20;

    /// sshd and a shell run in less; an engine does not.
    private static final long SMALLEST = 64 * MIB;

    private static final List<String> COMMON =
            List.of(
                    "512mb",
                    "1gb",
                    "2gb",
                    "4gb",
                    "8gb",
                    "16gb",
                    "s-1vcpu-512mb-10gb",
                    "s-1vcpu-1gb",
                    "s-1vcpu-2gb",
                    "s-2vcpu-2gb",
                    "s-2vcpu-4gb",
                    "s-4vcpu-8gb");

    private LocalSize() {}

    static MachineSize parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher slug = SLUG.matcher(lower);
        if (slug.matches() && !slug.group(1).equals("0")) {
            return checked(
                    text, bytes(slug.group(2), slug.group(3)), Integer.parseInt(slug.group(1)));
        }
        Matcher plain = PLAIN.matcher(lower);
        if (plain.matches()) {
            long bytes = bytes(plain.group(1), plain.group(2));
            return checked(text, bytes, usualCpus(bytes));
        }
        List<String> nearest = Nearest.to(lower, COMMON);
        throw new BeltException.InvalidInput(
                        ProviderProblem.UNKNOWN_SIZE, "provider local has no size " + text)
                .withDetail(
                        nearest.isEmpty()
                                ? "sizes are spelled like 512mb, 1gb, s-1vcpu-1gb, s-2vcpu-4gb"
                                : "did you mean " + String.join(", ", nearest));
    }

    private static MachineSize checked(String text, long bytes, int cpus) {
        if (bytes < SMALLEST) {
            throw new BeltException.InvalidInput(
                            ProviderProblem.UNKNOWN_SIZE, "size " + text + " is below 64mb")
                    .withDetail("the smallest common size is 512mb");
        }
        return new MachineSize(text, bytes, cpus);
    }

    private static long bytes(String number, String unit) {
        return Long.parseLong(number) * (unit.startsWith("g") ? 1024 * MIB : MIB);
    }

    /// The processors that the plain sizes of 2016 had: one up to 1 GB, then 2, 2, 4, 8.
    private static int usualCpus(long bytes) {
        long gib = bytes / (1024 * MIB);
        return gib < 2 ? 1 : gib < 8 ? 2 : gib < 16 ? 4 : 8;
    }
}
