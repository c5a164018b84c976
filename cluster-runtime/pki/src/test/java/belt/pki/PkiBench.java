package belt.pki;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

/// What keys and certificates cost on one core, in CPU time. Not a test: run by hand.
final class PkiBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 5;
    private static final int CALLS = 2_000;

    private PkiBench() {}

    public static void main(String[] args) throws Exception {
        var clock = InstantSource.system();
        var cluster = TestCluster.create(clock);
        var manager = cluster.node(CertificateRole.MANAGER);
        var worker = cluster.node(CertificateRole.WORKER);
        var request = CertificateRequest.create();
        var check = MemberCheck.anyMember(() -> manager, clock);
        var chain = worker.credentials().chain();
        byte[] der = chain.getFirst().getEncoded();
        var ca = cluster.ca();
        var addresses = List.of("10.1.2.3");
        for (int round = 1; round <= ROUNDS; round++) {
            measure("key pair + request", CertificateRequest::create);
            measure(
                    "issue",
                    () ->
                            ca.issue(
                                    request.publicKey(),
                                    worker.member(),
                                    addresses,
                                    ClusterCa.DEFAULT_VALIDITY));
            measure(
                    "sign a request",
                    () ->
                            ca.sign(
                                    request.pem(),
                                    worker.member(),
                                    addresses,
                                    ClusterCa.DEFAULT_VALIDITY));
            measure("parse a certificate", () -> Pem.certificate(der.clone()));
            measure("check a member", () -> check.verify(chain));
            measure("bare signature check", () -> bare(cluster, chain));
        }
    }

    private static boolean bare(TestCluster cluster, List<X509Certificate> chain) throws Exception {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(cluster.ca().root().getPublicKey());
        signature.update(chain.getFirst().getTBSCertificate());
        return signature.verify(chain.getFirst().getSignature());
    }

    private static void measure(String what, Callable<?> call) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        int results = 0;
        for (int i = 0; i < CALLS; i++) {
            results += call.call() == null ? 0 : 1;
        }
        double micros = (threads.getCurrentThreadCpuTime() - start) / 1e3 / results;
        OUT.printf("%-22s %7.0f µs  %7.0f/s%n", what, micros, 1e6 / micros);
    }
}
