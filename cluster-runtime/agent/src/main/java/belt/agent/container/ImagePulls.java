package belt.agent.container;

import belt.core.BeltException;
import belt.engine.DockerEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that an image is on the node before a container needs it. An image that is here already is used as it is,
/// without asking a registry (docs/adr/0081); tasks that need the same missing image wait for one pull.
final class ImagePulls {
    private static final Logger LOG = LoggerFactory.getLogger(ImagePulls.class);

    private final DockerEngine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, CompletableFuture<Boolean>> running = new HashMap<>();

    ImagePulls(DockerEngine engine) {
        this.engine = engine;
    }

    /// Fetches the image if it is missing. A pull that fails is only logged: creating the container then says that there
    /// is no such image.
    void ensure(String image) throws InterruptedException {
        if (engine.findImage(image).isPresent()) {
            return;
        }
        CompletableFuture<Boolean> pull;
        lock.lock();
        try {
            pull = running.computeIfAbsent(image, this::begin);
        } finally {
            lock.unlock();
        }
        try {
            pull.get();
        } catch (ExecutionException e) {
            throw new BeltException.Bug("the pull of image " + image + " ended badly", e);
        }
    }

    /// The pull has a thread of its own, so that a task that is stopped does not take it away from the others.
    private CompletableFuture<Boolean> begin(String image) {
        var done = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("pull " + image).start(() -> pull(image, done));
        return done;
    }

    private void pull(String image, CompletableFuture<Boolean> done) {
        boolean pulled = false;
        try {
            LOG.info("Pulling image {}", image);
            engine.pull(image, null);
            pulled = true;
        } catch (BeltException e) {
            LOG.warn("Image {} is not on this node: {}", image, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.lock();
            try {
                running.remove(image);
            } finally {
                lock.unlock();
            }
            done.complete(pulled);
        }
    }
}
