package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterKeys;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.provider.Machine;
import java.util.List;

/// `belt machine provision` and `belt machine regenerate-certs`: the same work, with or without new certificates.
final class Provision implements Command {
    private final Opt<Boolean> force = Opt.flag("-f, --force").help("do not ask");
    private final Opt<Boolean> client =
            Opt.flag("--client-certs").help("the operator's certificate too");
    private final boolean certificates;

    /// @param certificates whether certificates are made anew
    Provision(boolean certificates) {
        this.certificates = certificates;
    }

    @Override
    public Spec spec() {
        if (certificates) {
            return Verb.spec("regenerate-certs", "Make new TLS certificates for machines")
                    .arguments("[NAME…]")
                    .options(force, client)
                    .example("belt machine regenerate-certs node1", "asks first")
                    .example(
                            "belt machine regenerate-certs -f --client-certs 'node[1:3]'",
                            "without a question, with the operator's own")
                    .note(
                            "The cluster's CA stays: what was issued before goes on to count until it expires.");
        }
        return Verb.spec(
                        "provision",
                        "Make machines nodes again: do whatever is not as it should be")
                .arguments("[NAME…]")
                .example("belt machine provision node1", "engine, certificates, beltd")
                .note("Where all is well nothing is done, and no engine is restarted.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        List<Machine> machines = fleet.named();
        Estate estate = fleet.estate();
        if (certificates && !call.has(force)) {
            call.prompt().confirm("Regenerate TLS machine certs?  Warning: this is irreversible.");
        }
        if (certificates) {
            call.out().line("Regenerating TLS certificates");
        }
        String verb = certificates ? "regenerate-certs" : "provision";
        String again = "belt machine " + verb + " " + String.join(" ", call.arguments());
        try (var _ = call.interrupts().during(again);
                var _ = MachineWork.lock(estate, "machine " + verb);
                Progress progress = call.progress(verb)) {
            progress.expect(machines.size());
            var work = new NodeWork(estate, progress);
            if (certificates) {
                work = work.withFreshCertificates();
            }
            if (certificates && call.has(client)) {
                call.out().line("Regenerating local certificates");
                new ClusterKeys(estate.cluster(), call.io().clock())
                        .renewClientCertificate(System.getProperty("user.name", "operator"));
            }
            call.out().line("Waiting for SSH to be available...");
            EngineMove.run(call, estate, machines);
            Outcomes.require(work.provision(machines), "were not provisioned");
        }
        call.out().line("Docker is up and running!");
        return Exit.DONE;
    }
}
