package belt.http.shape;

import belt.http.json.JsonWriter;
import belt.model.Cluster;
import belt.model.ClusterSpec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the cluster object and reads its spec.
public final class SwarmJson {
    private SwarmJson() {}

    /// Writes the members of `ClusterInfo`, and with tokens those of `Swarm`.
    public static void members(JsonWriter o, Cluster cluster, boolean withTokens) {
        MetaJson.members(o, cluster.id().value(), cluster.meta());
        o.object("Spec", s -> spec(s, cluster.spec()));
        o.object("TLSInfo", t -> tls(t, cluster.rootCertificate()));
        o.flag("RootRotationInProgress", false);
        o.array("DefaultAddrPool", cluster.addressPool(), JsonWriter::value);
        o.number("SubnetSize", cluster.subnetSize());
        o.number("DataPathPort", cluster.dataPathPort());
        if (withTokens) {
            o.object(
                    "JoinTokens",
                    t -> {
                        t.text("Worker", cluster.workerToken().reveal());
                        t.text("Manager", cluster.managerToken().reveal());
                    });
        }
    }

    private static void spec(JsonWriter o, ClusterSpec spec) {
        o.text("Name", spec.name());
        o.texts("Labels", spec.labels());
        o.object(
                "Orchestration",
                x -> x.number("TaskHistoryRetentionLimit", spec.taskHistoryRetentionLimit()));
        o.object(
                "Raft",
                r -> {
                    r.numberIfAny("SnapshotInterval", spec.snapshotInterval());
                    r.number("KeepOldSnapshots", spec.keepOldSnapshots());
                    r.numberIfAny("LogEntriesForSlowFollowers", spec.logEntriesForSlowFollowers());
                    r.number("ElectionTick", spec.electionTick());
                    r.number("HeartbeatTick", spec.heartbeatTick());
                });
        o.object(
                "Dispatcher",
                d -> d.numberIfAny("HeartbeatPeriod", spec.heartbeatPeriod().toNanos()));
        o.object(
                "CAConfig",
                c -> {
                    c.numberIfAny("NodeCertExpiry", spec.nodeCertExpiry().toNanos());
                    c.numberIfAny("ForceRotate", spec.forceRotate());
                });
        o.object("TaskDefaults", t -> TaskSpecJson.logDriver(t, "LogDriver", spec.taskLogDriver()));
        o.object("EncryptionConfig", e -> e.flag("AutoLockManagers", spec.autoLockManagers()));
    }

    private static void tls(JsonWriter o, String rootPem) {
        o.text("TrustRoot", rootPem);
        try {
            X509Certificate root =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(
                                                    rootPem.getBytes(StandardCharsets.US_ASCII)));
            Base64.Encoder base64 = Base64.getEncoder();
            o.text(
                    "CertIssuerSubject",
                    base64.encodeToString(root.getSubjectX500Principal().getEncoded()));
            o.text("CertIssuerPublicKey", base64.encodeToString(root.getPublicKey().getEncoded()));
        } catch (CertificateException e) {
            // shown without: a root that cannot be read is found by those who need it
        }
    }

    /// Reads what is wanted of a cluster. What the body does not mention stays as it is: Docker would set it to zero,
    /// which nobody means.
    public static ClusterSpec readSpec(@Nullable Fields said, ClusterSpec now) {
        if (said == null) {
            return now;
        }
        Fields raft = said.object("Raft");
        Fields ca = said.object("CAConfig");
        Fields tasks = said.object("TaskDefaults");
        Map<String, String> labels = said.has("Labels") ? said.textMap("Labels") : now.labels();
        return new ClusterSpec(
                said.text("Name").isEmpty() ? now.name() : said.text("Name"),
                labels,
                number(
                        said.object("Orchestration"),
                        "TaskHistoryRetentionLimit",
                        now.taskHistoryRetentionLimit()),
                nonZero(raft, "SnapshotInterval", now.snapshotInterval()),
                number(raft, "KeepOldSnapshots", now.keepOldSnapshots()),
                nonZero(raft, "LogEntriesForSlowFollowers", now.logEntriesForSlowFollowers()),
                (int) nonZero(raft, "ElectionTick", now.electionTick()),
                (int) nonZero(raft, "HeartbeatTick", now.heartbeatTick()),
                duration(said.object("Dispatcher"), "HeartbeatPeriod", now.heartbeatPeriod()),
                duration(ca, "NodeCertExpiry", now.nodeCertExpiry()),
                number(ca, "ForceRotate", now.forceRotate()),
                tasks.has("LogDriver")
                        ? TaskSpecReader.logDriver(tasks.object("LogDriver"))
                        : now.taskLogDriver(),
                autoLock(said, now));
    }

    private static boolean autoLock(Fields said, ClusterSpec now) {
        Boolean wanted = said.object("EncryptionConfig").flagIfAny("AutoLockManagers");
        return wanted == null ? now.autoLockManagers() : wanted;
    }

    private static long number(Fields from, String name, long now) {
        Long said = from.numberIfAny(name);
        return said == null ? now : said;
    }

    private static long nonZero(Fields from, String name, long now) {
        long said = from.number(name);
        return said == 0 ? now : said;
    }

    private static Duration duration(Fields from, String name, Duration now) {
        return Duration.ofNanos(nonZero(from, name, now.toNanos()));
    }
}
