package belt.provision;

import belt.core.Secret;
import belt.provision.facts.HostFacts;
import belt.provision.step.NodeBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a machine has to become.
///
/// @param name the node's name; the machine's host name afterwards
/// @param advertiseAddress the address by which the other nodes reach it
/// @param labels engine labels, `key=value`
/// @param software what runs on it
/// @param kernel how its kernel is tuned
/// @param tls the server side of the Docker API over TLS
public record NodeSpec(
        String name,
        String advertiseAddress,
        List<String> labels,
        Software software,
        SysctlProfile kernel,
        TlsSource tls) {
    public NodeSpec {
        labels = List.copyOf(labels);
    }

    /// @param engine whether it gets a container engine, and from which packages
    /// @param bundles where its node bundle comes from
    /// @param supervision who keeps the daemons running
    /// @param images images that its engine has to have
    public record Software(
            EngineWish engine,
            BundleSource bundles,
            Supervision supervision,
            List<ImageArchive> images) {
        public Software {
            images = List.copyOf(images);
        }
    }

    /// Which container engine a node gets.
    public sealed interface EngineWish {
        /// None: tasks with `runtime: exec` only. An engine that is there is left alone and not used.
        record None() implements EngineWish {}

        /// The distribution's own package, unless there is an engine already.
        record FromDistribution() implements EngineWish {}

        /// These packages, from repositories that the machine knows, unless there is an engine already.
        record FromPackages(List<String> packages) implements EngineWish {
            public FromPackages {
                packages = List.copyOf(packages);
            }
        }
    }

    /// Finds the node bundle for an architecture.
    @FunctionalInterface
    public interface BundleSource {
        /// @param arch as `uname -m` says
        Optional<NodeBundle> find(String arch);

        /// No daemon of ours is installed, for machines that only get an engine.
        static BundleSource none() {
            return _ -> Optional.empty();
        }

        /// One bundle, for machines of its architecture.
        static BundleSource of(NodeBundle bundle) {
            return arch -> Optional.of(bundle).filter(b -> b.arch().equals(arch));
        }
    }

    /// Who keeps the daemons running.
    public enum Supervision {
        /// systemd where it is PID 1, else our own supervisor.
        AUTO,
        SYSTEMD,
        SUPERVISOR
    }

    /// An image archive for the node's engine.
    ///
    /// @param archive what `docker save` writes
    /// @param reference its name, with a tag
    /// @param identity its id or its label `belt.content`
    public record ImageArchive(Path archive, String reference, String identity) {}

    /// Decides whether a node needs a new certificate, knowing what it has.
    @FunctionalInterface
    public interface TlsSource {
        /// What to install; empty to keep what is there. The certificates that are there stand in the facts under
        /// {@link NodePaths#TLS_SERVER} and {@link NodePaths#TLS_CA}.
        Optional<TlsMaterial> material(HostFacts facts);

        /// The Docker API over TLS stays off, or as it is.
        static TlsSource none() {
            return _ -> Optional.empty();
        }
    }

    /// @param caPem the operator CA, whose clients are let in
    /// @param serverPem the node's certificate, with its chain
    /// @param serverKeyPem its private key
    public record TlsMaterial(String caPem, String serverPem, Secret serverKeyPem) {}
}
