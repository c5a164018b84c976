package belt.cli.parse;

import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.command.Values;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Reads the words behind a command's name with picocli's programmatic model: one command's options only, no annotations,
/// no reflection, which is what keeps the start short (docs/adr/0050). A command line without words does not load
/// picocli at all.
public final class CommandLineParser {
    private final Spec spec;
    private final Map<String, String> env;
    private final Map<String, Opt<?>> byName = new LinkedHashMap<>();

    /// @param spec the command's description
    /// @param env the environment, for `BELT_…` defaults
    public CommandLineParser(Spec spec, Map<String, String> env) {
        this.spec = spec;
        this.env = env;
        spec.options().forEach(this::add);
        Globals.ALL.forEach(this::add);
    }

    private void add(Opt<?> option) {
        option.names().forEach(name -> byName.putIfAbsent(name, option));
    }

    /// Reads words.
    ///
    /// @param before belt's own options in front of the command's name
    /// @param behind everything behind the command's name
    /// @throws BeltException.InvalidInput for an unknown option, or one that lacks its value
    public Values parse(List<String> before, List<String> behind) {
        if (before.isEmpty() && behind.isEmpty()) {
            return new Values(Map.of(), List.of(), env);
        }
        var given = new LinkedHashMap<Opt<?>, List<String>>();
        if (!before.isEmpty()) {
            read(globals(), before, Spec.Reach.ALL, given);
        }
        if (spec.reach() == Spec.Reach.PASS_THROUGH) {
            return new Values(given, passThrough(behind, given), env);
        }
        return new Values(given, read(byName, behind, spec.reach(), given), env);
    }

    private static Map<String, Opt<?>> globals() {
        var names = new LinkedHashMap<String, Opt<?>>();
        Globals.ALL.forEach(option -> option.names().forEach(name -> names.put(name, option)));
        return names;
    }

    /// Takes the command's own options and `--host` from the front and leaves the rest unread.
    private List<String> passThrough(List<String> words, Map<Opt<?>, List<String>> given) {
        var own = new LinkedHashMap<String, Opt<?>>();
        spec.options().forEach(option -> option.names().forEach(name -> own.put(name, option)));
        for (Opt<?> option : List.of(Globals.NODES, Globals.CONTEXT)) {
            own.putIfAbsent(option.names().get(option.names().size() - 1), option);
        }
        own.put("--host", Globals.NODES);
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            int equals = word.indexOf('=');
            Opt<?> option = own.get(equals < 0 ? word : word.substring(0, equals));
            if (option == null) {
                break;
            }
            boolean next = equals < 0 && option.takesNextWord();
            if (next && at + 1 == words.size()) {
                throw lacksValue(option);
            }
            String value =
                    equals >= 0 ? word.substring(equals + 1) : next ? words.get(at + 1) : "true";
            given.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
            at += next ? 2 : 1;
        }
        boolean skip = at < words.size() && words.get(at).equals("--");
        return words.subList(skip ? at + 1 : at, words.size());
    }

    private List<String> read(
            Map<String, Opt<?>> names,
            List<String> words,
            Spec.Reach reach,
            Map<Opt<?>, List<String>> given) {
        List<String> plain = withoutAttachedFlags(names, words, given);
        CommandSpec model = model(names, reach);
        var commandLine =
                new CommandLine(model).setExpandAtFiles(false).setOverwrittenOptionsAllowed(true);
        try {
            var result = commandLine.parseArgs(plain.toArray(String[]::new));
            for (OptionSpec matched : result.matchedOptions()) {
                Opt<?> option = Objects.requireNonNull(names.get(matched.names()[0]));
                given.computeIfAbsent(option, _ -> new ArrayList<>())
                        .addAll(wordsOf(matched, option));
            }
            var positionals = new ArrayList<String>();
            result.matchedPositionals()
                    .forEach(each -> positionals.addAll(each.originalStringValues()));
            return positionals;
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unknownOption(e.getUnmatched().getFirst(), names);
        } catch (CommandLine.MissingParameterException e) {
            if (e.getMissing().getFirst() instanceof OptionSpec missing) {
                throw lacksValue(Objects.requireNonNull(names.get(missing.names()[0])));
            }
            throw unreadable(e);
        } catch (CommandLine.ParameterException e) {
            throw unreadable(e);
        }
    }

    private CommandSpec model(Map<String, Opt<?>> names, Spec.Reach reach) {
        var model = CommandSpec.create().name("belt " + spec.name());
        model.parser()
                .stopAtPositional(reach == Spec.Reach.FIRST_WORD)
                .posixClusteredShortOptionsAllowed(true);
        for (Opt<?> option : Set.copyOf(names.values())) {
            model.addOption(optionSpec(option, names));
        }
        model.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build());
        return model;
    }

    private static List<String> wordsOf(OptionSpec matched, Opt<?> option) {
        return switch (option.kind()) {
            case FLAG -> List.of("true");
            case COUNT -> Collections.nCopies(matched.stringValues().size(), "true");
            case MAYBE -> List.of("");
            case ONE, MANY -> matched.originalStringValues();
        };
    }

    private OptionSpec optionSpec(Opt<?> option, Map<String, Opt<?>> names) {
        // a short letter may belong to the command while the long name stays global
        String[] own =
                option.names().stream()
                        .filter(name -> names.get(name) == option)
                        .toArray(String[]::new);
        var builder = OptionSpec.builder(own).paramLabel(option.label());
        return switch (option.kind()) {
            case FLAG, COUNT, MAYBE ->
                    builder.arity("0").type(List.class).auxiliaryTypes(Boolean.class).build();
            case ONE, MANY ->
                    builder.arity("1").type(List.class).auxiliaryTypes(String.class).build();
        };
    }

    /// Takes out `--flag=false` and `--watch=5s`: picocli would take the next word as the value of such options too.
    private List<String> withoutAttachedFlags(
            Map<String, Opt<?>> names, List<String> words, Map<Opt<?>, List<String>> given) {
        var left = new ArrayList<String>(words.size());
        boolean options = true;
        for (String word : words) {
            options &= !word.equals("--");
            int equals = word.indexOf('=');
            Opt<?> option = options && equals > 0 ? names.get(word.substring(0, equals)) : null;
            if (option != null && !option.takesNextWord()) {
                String value = word.substring(equals + 1);
                if (option.kind() == Opt.Kind.FLAG
                        && !value.equals("true")
                        && !value.equals("false")) {
                    throw new BeltException.InvalidInput(
                            CliProblem.BAD_VALUE,
                            option.longName()
                                    + " is a switch: '"
                                    + value
                                    + "' is neither true nor false");
                }
                given.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
            } else {
                left.add(word);
            }
        }
        return left;
    }

    private BeltException unknownOption(String word, Map<String, Opt<?>> names) {
        String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        Optional<BeltException> known = spec.explain(name);
        if (known.isPresent()) {
            return known.get();
        }
        var visible = new HashSet<String>();
        names.forEach((each, option) -> {
            if (!option.hidden()) {
                visible.add(each);
            }
        });
        var problem =
                new BeltException.InvalidInput(
                        CliProblem.UNKNOWN_OPTION,
                        "belt " + spec.name() + " has no option '" + name + "'");
        String hint = Nearest.hint(name, visible);
        if (!hint.isEmpty()) {
            problem.withDetail(hint);
        }
        return problem.withRemedy("belt " + spec.name() + " --help");
    }

    private BeltException lacksValue(Opt<?> option) {
        return new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE,
                        option.longName() + " needs a value: " + option.label())
                .withRemedy("belt " + spec.name() + " --help");
    }

    private static BeltException unreadable(CommandLine.ParameterException e) {
        return new BeltException.InvalidInput(
                CliProblem.BAD_ARGUMENTS, String.valueOf(e.getMessage()), e);
    }
}
