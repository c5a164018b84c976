package belt.provider.exec;

import belt.core.BeltException;
import belt.provider.Capability;
import belt.provider.MachineProvider;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderOptions;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.selftest.SelfTested;
import belt.provider.selftest.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A provider that is an executable. It is run for the first time when somebody asks what it can do; that process ends
/// after its description.
final class ExecType implements ProviderType, SelfTested {
    private final String name;
    private final Path executable;
    private final Link.Starter starter;
    private final Map<String, String> environment;
    private final Limits limits;
    private @Nullable Hello hello;

    ExecType(String name, Path executable, Map<String, String> environment) {
        this(name, executable, Link.of(executable), environment, Limits.USUAL);
    }

    ExecType(
            String name,
            Path executable,
            Link.Starter starter,
            Map<String, String> environment,
            Limits limits) {
        this.name = name;
        this.executable = executable;
        this.starter = starter;
        this.environment = Map.copyOf(environment);
        this.limits = limits;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Capability> capabilities() {
        return hello().capabilities();
    }

    @Override
    public List<ProviderOption> options() {
        return hello().options();
    }

    @Override
    public List<Missing> preflight() {
        return hello().missing();
    }

    @Override
    public MachineProvider open(ProviderContext context) {
        ProviderOptions options = ProviderOptions.read(this, context);
        hello().required().stream().sorted().forEach(key -> requireValue(key, context, options));
        return new ExecProvider(this, context, new Session(this, context, options.values()));
    }

    private void requireValue(String key, ProviderContext context, ProviderOptions options) {
        boolean secret =
                options().stream().anyMatch(each -> each.secret() && each.key().equals(key));
        if (secret) {
            context.credentials().require(key, this);
        } else if (options.find(key).isEmpty()) {
            throw new BeltException.InvalidInput(
                            ProviderProblem.UNKNOWN_OPTION,
                            "provider " + name + " needs the option " + key)
                    .withRemedy("belt cluster update " + key + "=VALUE");
        }
    }

    @Override
    public List<Step> steps(ProviderContext context) {
        return new ProtocolSteps(this, context).steps();
    }

    Limits limits() {
        return limits;
    }

    /// Its description; asked for once.
    synchronized Hello hello() {
        Hello known = hello;
        if (known == null) {
            try (Talk talk = start(ChildEnvironment.first(environment), List.of())) {
                known = greet(talk);
                hello = known;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BeltException.Unreachable(
                        ProviderProblem.UNAVAILABLE, "provider " + name + " was interrupted", e);
            }
        }
        return known;
    }

    /// Runs it.
    ///
    /// @param secrets what must not stand in the log
    Talk start(Map<String, String> surroundings, List<String> secrets) {
        try {
            Link link = starter.start(surroundings);
            return new Talk(name, link, limits, new StderrTail(name, secrets)).begin();
        } catch (IOException e) {
            throw new BeltException.Unreachable(
                            ExecProblem.CANNOT_START, "provider " + name + " cannot be started", e)
                    .withDetail(String.valueOf(e.getMessage()))
                    .withRemedy(executable + " < /dev/null");
        }
    }

    /// The first words of every conversation.
    Hello greet(Talk talk) throws InterruptedException {
        var request = Request.read("hello", Map.of("protocols", List.of(Hello.PROTOCOL)));
        try {
            return switch (talk.ask(request, limits.hello())) {
                case Answer.Result(var fields) -> Hello.of(fields, limits);
                case Answer.Declined(var error) ->
                        throw new BeltException.Unreachable(
                                        ExecProblem.VERSION,
                                        "provider "
                                                + name
                                                + " does not speak protocol "
                                                + Hello.PROTOCOL)
                                .withDetail(StderrTail.shortened(error.text("message")));
            };
        } catch (Talk.Gone gone) {
            throw Failures.of(name, request, gone, talk.stderr().lastWords());
        } catch (Nonsense nonsense) {
            throw Failures.of(name, request, nonsense);
        }
    }

    Path executable() {
        return executable;
    }
}
