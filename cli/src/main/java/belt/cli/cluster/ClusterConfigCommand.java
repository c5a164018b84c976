package belt.cli.cluster;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.output.View;
import belt.cli.state.ClusterConfig;
import belt.cli.state.ClusterState;
import belt.cli.term.ShellWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// `belt cluster config`.
final class ClusterConfigCommand implements Command {
    private final Opt<Boolean> asCommand =
            Opt.flag("-c, --cmd").help("print it as options of belt cluster new");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.CLUSTERS, "cluster config", "Print a cluster's configuration")
                .arguments("[CLUSTER]")
                .options(asCommand)
                .example("belt cluster config", "of the cluster in use, as YAML")
                .example("belt cluster config --cmd demo", "--driver local --define …")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        ClusterState cluster =
                call.arguments().isEmpty()
                        ? call.cluster()
                        : call.workspace().require(call.argument(0));
        ClusterConfig config = cluster.config();
        if (call.has(asCommand)) {
            var words = new ArrayList<String>();
            words.add("--driver");
            words.add(config.driver());
            config.options()
                    .forEach((key, value) -> {
                        words.add("--define");
                        words.add(key + "=" + value);
                    });
            call.out().line(ShellWords.join(words));
        } else if (call.out().structured()) {
            call.out()
                    .one(
                            View.<ClusterConfig>of("config", _ -> cluster.name())
                                    .data(ClusterConfigCommand::data),
                            config);
        } else {
            call.io().out().print(config.yaml());
        }
        return Exit.DONE;
    }

    private static Map<String, Object> data(ClusterConfig config) {
        var data = new LinkedHashMap<String, Object>();
        data.put("driver", config.driver());
        data.put("options", config.options());
        return data;
    }
}
