package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.operate.AddressRange;
import belt.cli.operate.ClusterKeys;
import belt.cli.operate.Creator;
import belt.cli.operate.Estate;
import belt.cli.operate.NodeWork;
import belt.cli.operate.OperatorAddress;
import belt.cli.operate.Order;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.provider.CreateRequest;
import belt.provider.MachineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The options of `belt create` that say what is wanted, read into an order.
final class CreateOptions {
    final Opt<String> driver =
            Opt.text("-d, --driver", "PROVIDER")
                    .help("another provider than the cluster's, for these machines");
    final Opt<List<String>> region =
            Opt.commaList("--region", "REGION")
                    .help("where, in the provider's words; several spread the machines over them");
    final Opt<String> image =
            Opt.text("--image", "IMAGE").help("which image, in the provider's words");
    final Opt<Integer> count =
            Opt.number("--count", "N")
                    .help(
                            "so many: name1 to nameN for one plain name (node without any), the first N of a pattern");
    final Opt<Map<String, String>> label =
            Opt.pairs("--label", "KEY=VALUE").help("a label of the machines");
    final Opt<Map<String, String>> define =
            Opt.pairs("--define", "KEY=VALUE").help("an option of the provider");
    final Opt<String> userData =
            Opt.text("--user-data", "FILE").help("a cloud-init document for the first boot");
    final Opt<List<String>> adminCidr =
            Opt.commaList("--admin-cidr", "RANGE")
                    .help("who reaches SSH and the API of a cloud's first machines (you)");
    final Opt<Boolean> noEngine = Opt.flag("--no-engine").help("without a container engine");

    Opt<?>[] all() {
        return new Opt<?>[] {
            driver, region, image, count, label, define, userData, adminCidr, noEngine
        };
    }

    /// The provider's name.
    String provider(Call call, Estate estate) {
        return Providers.recorded(call.find(driver).orElse(estate.config().driver()));
    }

    /// The machines' names.
    List<String> names(Call call) {
        List<String> patterns = call.arguments().subList(1, call.arguments().size());
        if (call.find(count).isEmpty()) {
            if (patterns.isEmpty()) {
                throw new BeltException.InvalidInput(
                                CliProblem.BAD_VALUE, "there is no name for the machines")
                        .withRemedy("belt create " + call.argument(0) + " 'node[1:3]'");
            }
            return call.names(patterns);
        }
        int many = call.find(count).orElseThrow();
        if (many < 1) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE, "--count " + many + " is less than one machine");
        }
        String base = patterns.isEmpty() ? "node" : patterns.getFirst();
        if (patterns.size() < 2 && base.matches("[A-Za-z0-9.-]+")) {
            return call.names(
                    IntStream.rangeClosed(1, many).mapToObj(number -> base + number).toList());
        }
        List<String> names = call.names(patterns);
        if (names.size() < many) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE,
                    "--count "
                            + many
                            + " is more than the "
                            + names.size()
                            + " names of "
                            + String.join(" ", patterns));
        }
        return names.subList(0, many);
    }

    /// @param bare whether the machines stay what their provider makes
    Order order(Call call, Estate estate, boolean bare) {
        String provider = provider(call, estate);
        var options = new HashMap<>(estate.options(provider));
        options.putAll(call.get(define));
        if (call.values().given(adminCidr)) {
            options.put(
                    OperatorAddress.OPTION,
                    String.join(
                            ",", call.get(adminCidr).stream().map(AddressRange::written).toList()));
        }
        var labels = new HashMap<>(call.get(label));
        if (call.has(noEngine)) {
            labels.put(NodeWork.ENGINE_LABEL, NodeWork.NO_ENGINE);
        }
        if (bare) {
            labels.put(NodeWork.BARE_LABEL, "true");
        }
        String key = new ClusterKeys(estate.cluster(), call.io().clock()).sshPublicKey();
        List<String> regions = call.get(region);
        MachineSpec spec =
                MachineSpec.of(call.argument(0), key)
                        .withRegion(regions.size() == 1 ? regions.getFirst() : "")
                        .withImage(call.find(image).orElse(""))
                        .withUserData(call.find(userData).map(file -> read(call, file)).orElse(""))
                        .withLabels(Creator.sign(labels, provider, call.io()));
        var request =
                new CreateRequest(names(call), spec, regions.size() > 1 ? regions : List.of());
        return new Order(provider, request, options, "create", Map.of());
    }

    private static String read(Call call, String file) {
        Path path = call.io().path(file);
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE, "--user-data: " + path + " cannot be read", e);
        }
    }
}
