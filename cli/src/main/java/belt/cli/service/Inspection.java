package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.json.Json;
import belt.cli.output.View;
import belt.client.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How documents of the API are shown by `inspect`: whole, as a JSON list with docker's indentation; through a template;
/// or in lines for people.
public final class Inspection {
    private final Opt<Boolean> pretty = Opt.flag("--pretty").help("lines for people");
    private final Opt<String> format =
            Opt.text("-f, --format", "TEMPLATE").help("docker's: json, {{.Spec.Name}}");

    public Spec addTo(Spec spec) {
        return spec.options(pretty, format);
    }

    public void print(
            Call call,
            String kind,
            List<JsonObject> documents,
            Function<JsonObject, List<String>> forPeople) {
        if (call.has(pretty)) {
            for (JsonObject document : documents) {
                forPeople.apply(document).forEach(call.out()::line);
            }
        } else if (call.find(format).isPresent()) {
            for (JsonObject document : documents) {
                call.out().docker(view(kind, document), List.of(document), call.find(format).get());
            }
        } else if (call.get(Globals.OUTPUT).equals("table")) {
            call.out().line(indentedByFour(documents));
        } else {
            call.out().list(view(kind, JsonObject.empty()), documents);
        }
    }

    private static View<JsonObject> view(String kind, JsonObject example) {
        View<JsonObject> view =
                View.<JsonObject>of(kind, document -> document.text("ID"))
                        .unsorted()
                        .column("ID", document -> document.text("ID"))
                        .data(Inspection::data);
        example.members()
                .keySet()
                .forEach(name -> view.field(name, document -> orEmpty(document, name)));
        return view;
    }

    private static Object orEmpty(JsonObject document, String name) {
        Object value = document.find(name);
        return value == null ? "" : value;
    }

    private static Map<String, Object> data(JsonObject document) {
        var data = new LinkedHashMap<String, Object>();
        document.members().keySet().forEach(name -> data.put(name, orEmpty(document, name)));
        return data;
    }

    private static String indentedByFour(List<JsonObject> documents) {
        return Json.pretty(documents.stream().map(JsonObject::members).toList())
                .lines()
                .map(line -> " ".repeat(line.length() - line.stripLeading().length()) + line)
                .collect(Collectors.joining("\n"));
    }
}
