package belt.provider.aws.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A request of EC2's query protocol: flat names with dots, lists counted from one (`Filter.1.Value.2`).
///
/// @param parameters name → value, in the order sent
record Ec2Query(Map<String, String> parameters) {
    static Ec2Query parse(String form) {
        var parameters = new LinkedHashMap<String, String>();
        for (String pair : form.split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                parameters.put(decode(pair.substring(0, at)), decode(pair.substring(at + 1)));
            }
        }
        return new Ec2Query(parameters);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String action() {
        return require("Action");
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    String require(String name) {
        return find(name)
                .orElseThrow(() ->
                        Ec2Error.MISSING_PARAMETER.because(
                                "The request must contain the parameter " + name));
    }

    int number(String name, int otherwise) {
        return find(name).map(Ec2Query::number).orElse(otherwise);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("Value (" + text + ") is no integer");
        }
    }

    boolean flag(String name) {
        return find(name).map(Boolean::parseBoolean).orElse(false);
    }

    /// `Name.1`, `Name.2`, …
    List<String> list(String name) {
        var values = new ArrayList<String>();
        for (int i = 1; parameters.containsKey(name + "." + i); i++) {
            values.add(parameters.get(name + "." + i));
        }
        return values;
    }

    /// What lies under `Name.1.`, `Name.2.`, …
    List<Ec2Query> items(String name) {
        var items = new ArrayList<Ec2Query>();
        for (int i = 1; ; i++) {
            Ec2Query item = in(name + "." + i);
            if (item.parameters.isEmpty()) {
                return items;
            }
            items.add(item);
        }
    }

    /// What lies under `Name.`.
    Ec2Query in(String name) {
        var inner = new LinkedHashMap<String, String>();
        parameters.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                inner.put(key.substring(name.length() + 1), value);
            }
        });
        return new Ec2Query(inner);
    }

    /// The names without their numbers, `Filter.N.Value.N`, and without what every request has.
    TreeSet<String> shapes() {
        var shapes = new TreeSet<String>();
        for (String name : parameters.keySet()) {
            if (!name.equals("Action") && !name.equals("Version")) {
                shapes.add(name.replaceAll("\\.[0-9]+", ".N"));
            }
        }
        return shapes;
    }

    /// The tags that a creating call gives to one kind of resource.
    Map<String, String> tagsFor(String resourceType) {
        var tags = new LinkedHashMap<String, String>();
        for (Ec2Query specification : items("TagSpecification")) {
            if (specification.require("ResourceType").equals(resourceType)) {
                tags.putAll(specification.tags());
            }
        }
        return tags;
    }

    /// `Tag.1.Key`, `Tag.1.Value`, …, checked as EC2 does.
    Map<String, String> tags() {
        var tags = new LinkedHashMap<String, String>();
        for (Ec2Query tag : items("Tag")) {
            String key = tag.require("Key");
            String value = tag.find("Value").orElse("");
            if (key.isEmpty() || key.length() > 128 || value.length() > 256) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Tag " + key + " exceeds the maximum length of 128 or its value of 256");
            }
            if (key.startsWith("aws:")) {
                throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                        "Tag keys starting with 'aws:' are reserved for internal use");
            }
            tags.put(key, value);
        }
        if (tags.size() > 50) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because("more than 50 tags");
        }
        return tags;
    }
}
