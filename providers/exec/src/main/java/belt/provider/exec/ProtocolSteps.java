package belt.provider.exec;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.ProviderContext;
import belt.provider.ProviderOptions;
import belt.provider.selftest.Step;
import belt.provider.selftest.Step.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What the protocol asks of an executable beyond the contract.
final class ProtocolSteps {
    private final ExecType type;
    private final ProviderContext context;

    ProtocolSteps(ExecType type, ProviderContext context) {
        this.type = type;
        this.context = context;
    }

    private interface Look {
        Verdict at(Talk talk) throws InterruptedException, Talk.Gone;
    }

    List<Step> steps() {
        return List.of(
                new Step("declares capabilities that exist", this::words),
                step("refuses a protocol that it does not speak", this::strangeProtocol),
                step("answers a method that it does not know", this::strangeMethod),
                step("ignores members that it does not know", this::strangeMembers),
                step("goes on when Ctrl-C reaches it", this::interrupted),
                step("ends when its input is closed", this::ending),
                new Step("calls a wrong secret auth", this::wrongSecret));
    }

    private Step step(String promise, Look look) {
        return new Step(
                promise,
                () -> {
                    Map<String, String> options = ProviderOptions.read(type, context).values();
                    var surroundings = ChildEnvironment.opened(type.hello(), context, options);
                    try (Talk talk = type.start(surroundings, List.of())) {
                        return look.at(talk);
                    } catch (Talk.Gone gone) {
                        return new Verdict.Broken("it " + gone.what());
                    } catch (Nonsense nonsense) {
                        return new Verdict.Broken("it " + nonsense.what());
                    }
                });
    }

    private Verdict words() {
        List<String> unknown = type.hello().unknown();
        return verdict(unknown.isEmpty(), "unknown are " + String.join(", ", unknown));
    }

    private Verdict strangeProtocol(Talk talk) throws InterruptedException, Talk.Gone {
        return declined(ask(talk, "hello", Map.of("protocols", List.of(999))));
    }

    private Verdict strangeMethod(Talk talk) throws InterruptedException, Talk.Gone {
        type.greet(talk);
        return declined(ask(talk, "no-such-method", Map.of()));
    }

    private Verdict strangeMembers(Talk talk) throws InterruptedException, Talk.Gone {
        type.greet(talk);
        var params = new LinkedHashMap<String, Object>();
        params.put("protocols", List.of(Hello.PROTOCOL));
        params.put("no-such-member", Map.of("deep", List.of(1, true)));
        return verdict(
                ask(talk, "hello", params) instanceof Answer.Result,
                "it refused a hello with a member more");
    }

    private Verdict interrupted(Talk talk) throws InterruptedException, Talk.Gone {
        type.greet(talk);
        if (talk.link().pid().isEmpty()) {
            return new Verdict.Skipped("it is no process");
        }
        try {
            Process kill =
                    new ProcessBuilder("kill", "-INT", Long.toString(talk.link().pid().getAsLong()))
                            .redirectErrorStream(true)
                            .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                return new Verdict.Skipped("kill -INT failed");
            }
        } catch (IOException e) {
            return new Verdict.Skipped("there is no kill: " + e.getMessage());
        }
        boolean over = talk.link().awaitEnd(Duration.ofMillis(500));
        return verdict(
                !over
                        && ask(talk, "hello", Map.of("protocols", List.of(Hello.PROTOCOL)))
                                instanceof Answer.Result,
                "SIGINT ended it: ignore that signal, belt closes your input when it is time");
    }

    private Verdict ending(Talk talk) throws InterruptedException {
        type.greet(talk);
        talk.closeInput();
        return verdict(
                talk.link().awaitEnd(type.limits().end()),
                "it still ran " + type.limits().end().toSeconds() + " s later");
    }

    private Verdict wrongSecret() throws InterruptedException {
        var wrong = new LinkedHashMap<String, Secret>();
        context.credentials()
                .secrets()
                .keySet()
                .forEach(key -> wrong.put(key, Secret.of("wrong-secret")));
        if (wrong.isEmpty()) {
            return new Verdict.Skipped("it was given no secret");
        }
        var strange = context.withCredentials(new Credentials("self-test", wrong));
        try (var provider = type.open(strange)) {
            provider.check();
            return new Verdict.Broken("check went well with a wrong secret");
        } catch (BeltException.MissingCredentials _) {
            return new Verdict.Kept();
        }
    }

    private Answer ask(Talk talk, String method, Map<String, ?> params)
            throws InterruptedException, Talk.Gone {
        return talk.ask(Request.read(method, params), type.limits().hello());
    }

    private Verdict declined(Answer answer) {
        return switch (answer) {
            case Answer.Declined(var error) -> {
                Failures.of(type.name(), error); // throws Nonsense for a kind that does not exist
                yield new Verdict.Kept();
            }
            case Answer.Result _ -> new Verdict.Broken("it answered with a result");
        };
    }

    private static Verdict verdict(boolean kept, String otherwise) {
        return kept ? new Verdict.Kept() : new Verdict.Broken(otherwise);
    }
}
