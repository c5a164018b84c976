package belt.provision.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A file to send. It belongs to root afterwards.
///
/// @param source its content
/// @param path its absolute name on the machine; the folder exists
/// @param mode its rights, for example `0600` octal
/// @param sha256 what the content must hash to on the machine before the file appears, in hex; null to trust the channel
/// @param progress hears how many bytes were sent so far
public record Upload(
        Source source, String path, int mode, @Nullable String sha256, LongConsumer progress) {
    /// Where content comes from; opened once for each attempt.
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    public static Upload of(Path local, String path) {
        return new Upload(() -> Files.newInputStream(local), path, 0644, null, _ -> {});
    }

    public static Upload of(byte[] content, String path) {
        byte[] kept = content.clone();
        return new Upload(() -> new ByteArrayInputStream(kept), path, 0644, null, _ -> {});
    }

    public Upload mode(int bits) {
        return new Upload(source, path, bits, sha256, progress);
    }

    public Upload verified(String hex) {
        return new Upload(source, path, mode, hex, progress);
    }

    public Upload progress(LongConsumer listener) {
        return new Upload(source, path, mode, sha256, listener);
    }
}
