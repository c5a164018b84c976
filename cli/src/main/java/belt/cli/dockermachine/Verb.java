package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.core.BeltException;
import java.util.List;

/// What all verbs share: Docker Machine's global options and its exit codes. It wraps the verb itself.
///
/// @param verb the work
record Verb(Command verb) implements Command {
    /// Docker Machine's exit code for what failed before anything was made.
    static final int BEFORE_CREATE = 3;

    private static final Opt<Boolean> DEBUG = Opt.flag("-D, --debug").hide();
    private static final Opt<String> STORAGE = Opt.text("-s, --storage-path", "DIR").hide();
    private static final Opt<Boolean> NATIVE_SSH = Opt.flag("--native-ssh").hide();
    private static final Opt<String> GITHUB = Opt.text("--github-api-token", "TOKEN").hide();
    private static final Opt<String> BUGSNAG = Opt.text("--bugsnag-api-token", "TOKEN").hide();
    private static final List<Opt<String>> TLS =
            List.of(
                    Opt.text("--tls-ca-cert", "FILE").hide(),
                    Opt.text("--tls-ca-key", "FILE").hide(),
                    Opt.text("--tls-client-cert", "FILE").hide(),
                    Opt.text("--tls-client-key", "FILE").hide());

    /// A verb's description, with what all of them have.
    static Spec spec(String name, String summary) {
        Spec spec =
                Spec.of(Spec.Group.DOCKER_MACHINE, "machine " + name, summary)
                        .options(DEBUG, STORAGE, NATIVE_SSH, GITHUB, BUGSNAG)
                        .exits(Verb::exit);
        TLS.forEach(spec::options);
        return spec;
    }

    private static int exit(BeltException problem) {
        if (problem instanceof BeltException.Bug) {
            return Exit.BUG;
        }
        return problem.code() == MachineProblem.PRE_CREATE ? BEFORE_CREATE : Exit.FAILED;
    }

    @Override
    public Spec spec() {
        return verb.spec();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        if (call.find(STORAGE).isPresent()) {
            String folder = call.find(STORAGE).orElseThrow();
            throw new BeltException.InvalidInput(
                            MachineProblem.OWN_FOLDER,
                            "belt keeps its machines in .belt/, not in " + folder)
                    .withRemedy("belt import docker-machine " + folder);
        }
        for (Opt<String> option : TLS) {
            if (call.find(option).isPresent()) {
                throw new BeltException.InvalidInput(
                                MachineProblem.OWN_CERTIFICATES,
                                "belt issues a cluster's certificates itself: "
                                        + option.longName()
                                        + " has no meaning here")
                        .withDetail("they are in .belt/CLUSTER/certs");
            }
        }
        return verb.run(call);
    }
}
