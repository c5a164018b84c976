package belt.cli.provider;

import belt.cli.command.Call;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.output.View;
import belt.cli.problem.CliProblem;
import belt.cli.term.Risk;
import belt.core.BeltException;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.Price;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.ProviderType;
import belt.provider.SizeOffer;
import belt.provider.selftest.SelfTest;
import belt.provider.selftest.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `belt provider check PROVIDER --self-test`.
record SelfTestRun(Call call, ProviderType type, ProviderContext context, Wish wish) {
    private static final String ANY_SIZE = "512mb";

    /// What the machines are like.
    record Wish(
            Optional<String> size,
            String otherSize,
            String region,
            String image,
            Duration patience) {}

    int run() throws InterruptedException {
        String size = wish.size().isPresent() ? wish.size().get() : cheapest();
        String what = "two machines of size " + size + " at provider " + type.name();
        if (call.has(Globals.PLAN)) {
            call.out().line("± " + what);
            return Exit.DONE;
        }
        String question = "Make " + what + ", and remove them again?";
        if (type.options().stream().anyMatch(ProviderOption::secret)) {
            call.prompt().confirm(question, Risk.COST);
        } else {
            call.prompt().confirm(question);
        }
        var spec =
                MachineSpec.of(size, keyOfNobody())
                        .withRegion(wish.region())
                        .withImage(wish.image());
        Path folder = folder();
        try {
            var test = new SelfTest(type, context, spec, wish.otherSize(), folder, wish.patience());
            boolean rows = call.out().structured();
            List<Step.Finding> findings =
                    test.run(finding -> {
                        if (!rows) {
                            call.out().line(line(finding));
                        }
                    });
            if (rows) {
                call.out().list(view(), findings);
            }
            return verdict(findings);
        } finally {
            remove(folder);
        }
    }

    private int verdict(List<Step.Finding> findings) {
        List<String> broken =
                findings.stream()
                        .filter(each -> each.verdict() instanceof Step.Verdict.Broken)
                        .map(Step.Finding::promise)
                        .toList();
        if (broken.isEmpty()) {
            return Exit.DONE;
        }
        throw new BeltException.OperationFailed(
                        CliProblem.SELF_TEST,
                        "provider "
                                + type.name()
                                + " does not keep "
                                + broken.size()
                                + " of "
                                + findings.size()
                                + " promises")
                .withDetail("the first is: it " + broken.getFirst());
    }

    private static String line(Step.Finding finding) {
        return switch (finding.verdict()) {
            case Step.Verdict.Kept _ -> "ok      " + finding.promise();
            case Step.Verdict.Broken(var why) -> "BROKEN  " + finding.promise() + ": " + why;
            case Step.Verdict.Skipped(var why) -> "-       " + finding.promise() + ": " + why;
        };
    }

    private static View<Step.Finding> view() {
        return View.<Step.Finding>of("finding", Step.Finding::promise)
                .column("PROMISE", Step.Finding::promise)
                .column("FINDING", SelfTestRun::line)
                .data(SelfTestRun::data)
                .unsorted();
    }

    private static Map<String, Object> data(Step.Finding finding) {
        var data = new LinkedHashMap<String, Object>();
        data.put("promise", finding.promise());
        switch (finding.verdict()) {
            case Step.Verdict.Kept _ -> data.put("verdict", "kept");
            case Step.Verdict.Broken(var why) -> {
                data.put("verdict", "broken");
                data.put("why", why);
            }
            case Step.Verdict.Skipped(var why) -> {
                data.put("verdict", "skipped");
                data.put("why", why);
            }
        }
        return data;
    }

    private String cheapest() throws InterruptedException {
        try (MachineProvider provider = type.open(context)) {
            return provider.sizes().stream()
                    .min(Comparator.comparing(SelfTestRun::perHour))
                    .map(offer -> offer.size().text())
                    .orElse(ANY_SIZE);
        }
    }

    private static BigDecimal perHour(SizeOffer offer) {
        Price price = offer.price();
        return price == null ? BigDecimal.valueOf(Long.MAX_VALUE) : price.perHour();
    }

    /// A key of the right form that nobody has the other half of: the machines need no login.
    private static String keyOfNobody() {
        byte[] half = new byte[32];
        new SecureRandom().nextBytes(half);
        var blob = new ByteArrayOutputStream();
        byte[] kind = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        for (byte[] part : List.of(kind, half)) {
            blob.writeBytes(new byte[] {0, 0, 0, (byte) part.length});
            blob.writeBytes(part);
        }
        return "ssh-ed25519 "
                + Base64.getEncoder().encodeToString(blob.toByteArray())
                + " belt-self-test";
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("belt-self-test-");
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    CliProblem.FILES, "no temporary folder can be made", e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    CliProblem.FILES, folder + " cannot be removed", e);
        }
    }
}
