package belt.provider.aws.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the fake understands and says, call by call, from `calls.txt` beside it. The fake refuses parameters and fails on
/// fields that are not listed there; a test compares the list with AWS's own service model.
final class Ec2Calls {
    /// One call.
    ///
    /// @param parameters names as sent, numbers written as N
    /// @param fields paths of elements with text below the answer's root
    /// @param errors codes of errors that it gives beside those that every call can give
    record Call(Set<String> parameters, Set<String> fields, Set<String> errors) {}

    private Ec2Calls() {}

    /// Action → what it takes and gives.
    static Map<String, Call> load() {
        try (InputStream in = Ec2Calls.class.getResourceAsStream("calls.txt")) {
            if (in == null) {
                throw new IllegalStateException("calls.txt is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Call> parse(String text) {
        var calls = new LinkedHashMap<String, Call>();
        Call current = new Call(Set.of(), Set.of(), Set.of());
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                current = new Call(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
                calls.put(line.strip(), current);
                continue;
            }
            List<String> words = new ArrayList<>(List.of(line.strip().split(" +")));
            switch (words.removeFirst()) {
                case "in" -> current.parameters().addAll(words);
                case "out" -> current.fields().addAll(words);
                case "error" -> current.errors().addAll(words);
                default -> throw new IllegalStateException("calls.txt: " + line);
            }
        }
        return calls;
    }
}
