package belt.cli.provider;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.output.View;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Capability;
import belt.provider.ProviderType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt provider ls`.
final class ProviderLs implements Command {
    /// A row.
    ///
    /// @param place `built in`, or the executable
    /// @param problem why it cannot describe itself; empty if it can
    private record Row(String name, String place, List<String> capabilities, String problem) {}

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.BELT, "provider ls", "List the providers and what they can do")
                .example("belt provider ls", "those of belt, and every belt-provider-NAME")
                .example("belt provider ls -o wide", "with the executables")
                .note(
                        "Executables are looked for in BELT_PROVIDER_PATH, then in PATH; each is run once and asked"
                                + " what it can do. See also: belt provider check")
                .unrecorded();
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var places = new LinkedHashMap<String, String>();
        Providers.sources()
                .forEach(source ->
                        source.places(call.io().env())
                                .forEach((name, file) -> places.put(name, file.toString())));
        Providers.all().forEach(type -> places.put(type.name(), "built in"));
        var jobs = new ArrayList<Fanout.Job<Row>>();
        places.forEach(
                (name, place) -> jobs.add(new Fanout.Job<>(name, () -> row(name, place, call))));
        var rows = new ArrayList<Row>();
        for (Outcome<Row> outcome : new Fanout(call.get(Globals.PARALLEL)).run(jobs)) {
            rows.add(
                    switch (outcome) {
                        case Outcome.Done<Row> done -> done.value();
                        case Outcome.Failed<Row> failed ->
                                new Row(
                                        failed.node(),
                                        String.valueOf(places.get(failed.node())),
                                        List.of(),
                                        String.valueOf(failed.problem().getMessage()));
                    });
        }
        call.out().list(view(), rows);
        return Exit.DONE;
    }

    private static Row row(String name, String place, Call call) {
        ProviderType type = Providers.require(name, call.io());
        return new Row(
                name,
                place,
                type.capabilities().stream().sorted().map(Capability::word).toList(),
                "");
    }

    private static View<Row> view() {
        return View.of("provider", Row::name)
                .column("PROVIDER", Row::name)
                .column("KIND", row -> row.place().equals("built in") ? row.place() : "executable")
                .column(
                        "CAPABILITIES",
                        row ->
                                row.problem().isEmpty()
                                        ? String.join(" ", row.capabilities())
                                        : "broken: " + row.problem())
                .wide("PLACE", Row::place)
                .data(ProviderLs::data);
    }

    private static Map<String, Object> data(Row row) {
        var data = new LinkedHashMap<String, Object>();
        data.put("name", row.name());
        data.put("place", row.place());
        data.put("capabilities", row.capabilities());
        data.put("problem", row.problem());
        return data;
    }
}
