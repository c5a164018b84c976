package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderProblem;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.digitalocean.testkit.Faults.Fault;
import belt.provider.limit.AccountLimiter;
import belt.provider.limit.Window;
import belt.provider.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong at DigitalOcean, and what it becomes.
class DigitalOceanFaultsTest {
    private static final String CREATE = "POST /v2/droplets";
    private static final String LIST = "GET /v2/droplets";
    private static final MachineSpec SPEC = OceanBed.SPEC;

    @TempDir private Path folder;
    private OceanBed bed;
    private FakeClock clock;
    private FakeDigitalOcean ocean;
    private MachineProvider provider;

    @BeforeEach
    void open() {
        bed = new OceanBed(folder);
        clock = bed.clock;
        ocean = bed.ocean;
        provider = bed.provider;
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private MachineProvider open(Map<String, String> options) {
        return bed.open(options);
    }

    private static void assertCode(Throwable e, belt.core.ProblemCode code) {
        assertThat(((BeltException) e).code()).as(e.toString()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST_REPLY", "BAD_GATEWAY_AFTER", "GARBLED", "UNAVAILABLE", "CUT"})
    void aCreateWithoutAGoodReplyIsNeitherYesNorNo(Fault fault) throws InterruptedException {
        Batch batch = bed.planned(3).batches().getFirst();
        ocean.faults().plan(CREATE, fault, 1);
        assertThatThrownBy(() -> provider.create(batch, _ -> {}))
                .satisfies(e -> assertCode(e, ProviderProblem.OUTCOME_UNKNOWN));
        assertThat(ocean.calls()).containsEntry(CREATE, 1);
        clock.advance(Duration.ofSeconds(5));
        int there = fault == Fault.UNAVAILABLE || fault == Fault.CUT ? 0 : 3;
        assertThat(provider.list(Selection.batch(batch.id()))).hasSize(there);
        assertThat(ocean.paid()).hasSize(there);
    }

    @Test
    void refusedForTheRateIsTriedAgainSinceNothingWasDone() throws InterruptedException {
        Batch batch = bed.planned(3).batches().getFirst();
        ocean.faults().plan(CREATE, Fault.TOO_MANY, 3);
        assertThat(provider.create(batch, _ -> {})).hasSize(3);
        assertThat(ocean.paid()).hasSize(3);
        assertThat(clock.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(14));
    }

    @Test
    void aListingIsRepeatedAndTheFailureToldInTheEnd() throws InterruptedException {
        ocean.faults().plan(LIST, Fault.CUT, 1);
        ocean.faults().plan(LIST, Fault.SERVER_ERROR, 1);
        assertThat(provider.list(Selection.cluster())).isEmpty();
        ocean.faults().plan(LIST, Fault.UNAVAILABLE, 10);
        assertThatThrownBy(() -> provider.list(Selection.cluster()))
                .satisfies(e -> assertCode(e, ProviderProblem.UNAVAILABLE));
    }

    @Test
    void whatTheVendorsClientCannotReadIsAnError() {
        ocean.faults().plan("GET /v2/account", Fault.GARBLED, 1);
        assertThatThrownBy(() -> provider.check())
                .satisfies(e -> assertCode(e, DigitalOceanProblem.ANSWER));
        ocean.faults().plan("GET /v2/regions", Fault.GARBLED, 1);
        assertThatThrownBy(() -> provider.regions())
                .satisfies(e -> assertCode(e, DigitalOceanProblem.ANSWER));
    }

    @Test
    void aFullAccountIsAQuotaAndNotABadRequest() throws InterruptedException {
        Batch batch = bed.planned(4).batches().getFirst();
        ocean.dropletLimit(3);
        assertThatThrownBy(() -> provider.create(batch, _ -> {}))
                .isInstanceOf(BeltException.Refused.class)
                .hasMessageContaining("3 droplets and has 0")
                .satisfies(e -> assertCode(e, ProviderProblem.QUOTA));
        Batch wrong = batch.withSpec(batch.spec().withSize("nosuch")).only(List.of("node1"));
        assertThatThrownBy(() -> provider.create(wrong, _ -> {}))
                .satisfies(e -> assertCode(e, DigitalOceanProblem.REFUSED));
    }

    @Test
    void anExpiredTokenIsMissingCredentialsEverywhere() throws InterruptedException {
        Batch batch = bed.planned(1).batches().getFirst();
        ocean.faults().expireToken();
        assertThatThrownBy(() -> provider.check())
                .satisfies(e -> assertCode(e, ProviderProblem.CREDENTIALS));
        assertThatThrownBy(() -> provider.create(batch, _ -> {}))
                .satisfies(e -> assertCode(e, ProviderProblem.CREDENTIALS))
                .satisfies(e -> assertThat(e.toString()).doesNotContain(FakeDigitalOcean.TOKEN));
    }

    @Test
    void nobodyThereIsUnavailableAndNothingWasMade() throws InterruptedException {
        Batch batch = bed.planned(1).batches().getFirst();
        ocean.close();
        provider.close();
        provider = open(Map.of()); // one without connections
        assertThatThrownBy(() -> provider.create(batch, _ -> {}))
                .satisfies(e -> assertCode(e, ProviderProblem.UNAVAILABLE));
    }

    @Test
    void wordsThatDoNotExistAreAnsweredWithTheNearest() {
        assertWord(SPEC.withSize("s-1vcpu-1bg"), "s-1vcpu-1gb");
        assertWord(SPEC.withRegion("fra2"), "fra1");
        assertWord(SPEC.withRegion("nyc2"), "takes no new machines");
        assertWord(SPEC.withImage("ubuntu-24-04-x86"), "ubuntu-24-04-x64");
        assertWord(SPEC.withSize("512mb"), "s-1vcpu-512mb-10gb", 0);
    }

    private void assertWord(MachineSpec spec, String expected) {
        assertThatThrownBy(() -> provider.plan(CreateRequest.of(List.of("a"), spec)))
                .isInstanceOfSatisfying(
                        BeltException.InvalidInput.class,
                        e -> assertThat(e.getMessage() + e.detail().orElse("")).contains(expected));
    }

    private void assertWord(MachineSpec spec, String resolved, int batch) {
        try {
            assertThat(
                            provider.plan(CreateRequest.of(List.of("a"), spec))
                                    .batches()
                                    .get(batch)
                                    .spec()
                                    .size())
                    .isEqualTo(resolved);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ownImagesGoByIdAndName() throws InterruptedException {
        var byName =
                provider.plan(CreateRequest.of(OceanBed.names(1), SPEC.withImage("belt node 7")));
        assertThat(byName.batches().getFirst().spec().image()).isEqualTo("200111222");
        provider.create(provider.prepare(byName).batches().getFirst(), _ -> {});
        assertThat(ocean.paid()).containsExactly("node1");
    }

    @Test
    void doesNotDeleteWhatCarriesNoTagOfOurs() throws InterruptedException {
        long foreign = ocean.addDroplet("node1", "belt:cluster:other");
        clock.advance(Duration.ofMinutes(2));
        Machine wrong =
                Machine.named("node1", Long.toString(foreign), "digitalocean", "demo").build();
        assertThat(provider.delete(List.of(wrong)))
                .first()
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertCode(failed.problem(), ProviderProblem.NOT_OURS));
        assertThat(ocean.paid()).containsExactly("node1");
        assertThat(provider.list(Selection.cluster())).isEmpty();
    }

    @Test
    void aDropletThatIsNotFoundYetIsDeletedAllTheSame() throws InterruptedException {
        Machine young =
                ((Outcome.Done<Machine>)
                                provider.create(bed.planned(1).batches().getFirst(), _ -> {})
                                        .getFirst())
                        .value();
        assertThat(provider.delete(List.of(young))).allMatch(Outcome.Done.class::isInstance);
        assertThat(ocean.paid()).isEmpty();
    }

    @Test
    void everythingOfBeltIsFoundWhateverItsCluster() throws InterruptedException {
        ocean.addDroplet("stray", "belt", "belt:cluster:old", "belt:batch:old:b1");
        ocean.addDroplet("theirs", "web");
        bed.made(1);
        assertThat(provider.list(Selection.everythingOfBelt()))
                .extracting(
                        machine -> machine.cluster() + "/" + machine.name() + "/" + machine.batch())
                .contains("old/stray/b1")
                .hasSize(2);
    }

    @Test
    void theKeyIsUploadedOnceAndGoesWithTheCluster() throws InterruptedException {
        List<Machine> machines = bed.made(25);
        assertThat(ocean.keys()).containsExactly("belt:demo");
        assertThat(ocean.calls()).containsEntry("POST /v2/account/keys", 1);
        provider.delete(machines);
        clock.advance(Duration.ofSeconds(10));
        provider.forgetCluster();
        assertThat(ocean.keys()).isEmpty();
        assertThat(ocean.tags()).containsExactly("belt");
    }

    @Test
    void aPrivateKeyThatCannotBeReadIsSaidBeforeAnythingIsMade() {
        try (MachineProvider other = open(Map.of("ssh-key-path", "/no/such/key"))) {
            assertThatThrownBy(() -> other.plan(CreateRequest.of(List.of("a"), SPEC)))
                    .isInstanceOf(BeltException.InvalidInput.class)
                    .hasMessageContaining("/no/such/key");
        }
    }

    @Test
    void dockerMachinesOptionsReachTheCall() throws InterruptedException {
        provider.close();
        bed.environment.put("DIGITALOCEAN_REGION", "fra1");
        provider =
                open(
                        Map.of(
                                "digitalocean-ipv6", "true",
                                "digitalocean-monitoring", "true",
                                "digitalocean-image", "debian-13-x64",
                                "digitalocean-tags", "one,two",
                                "vpc", "default-fra1"));
        bed.provider = provider;
        Machine machine = bed.made(1).getFirst();
        assertThat(machine.region()).isEqualTo("fra1");
        assertThat(machine.image()).isEqualTo("debian-13-x64");
        assertThat(machine.addresses()).hasSize(3).first().asString().startsWith("127.18.");
        assertThat(machine.pricePerHour()).isNotNull();
        assertThat(ocean.tagsOf("node1")).contains("one", "two", "belt", "belt:cluster:demo");
        assertThat(ocean.askedFor("node1"))
                .containsEntry("ipv6", true)
                .containsEntry("monitoring", true)
                .containsEntry("backups", false)
                .containsKey("vpc_uuid");
    }

    @Test
    void twoProvidersOfOneAccountShareItsLimit() throws InterruptedException {
        try (MachineProvider other = open(Map.of())) {
            for (int i = 0; i < 300; i++) {
                (i % 2 == 0 ? provider : other).list(Selection.cluster());
            }
        }
        assertThat(ocean.refused()).isZero();
        assertThat(clock.waited()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(70));
    }

    @Test
    void aWaitThatIsTooLongIsToldThroughTheVendorsClientToo() throws InterruptedException {
        var around = new Surroundings(clock, clock, bed.environment, folder.resolve("accounts"));
        Secret token = Secret.of(FakeDigitalOcean.TOKEN);
        var window = List.of(new Window(Duration.ofHours(1), 5_000));
        new AccountLimiter(around, "x", "digitalocean", token, window, Duration.ZERO)
                .hold(Duration.ofHours(2));
        assertThatThrownBy(() -> provider.check())
                .hasMessageContaining("account work of digitalocean")
                .satisfies(e -> assertCode(e, ProviderProblem.RATE_LIMITED));
        assertThatThrownBy(() -> provider.list(Selection.cluster()))
                .satisfies(e -> assertCode(e, ProviderProblem.RATE_LIMITED));
        assertThat(ocean.calls()).isEmpty();
    }

    @Test
    void theTokenIsNowhereInOurFiles() throws Exception {
        bed.made(2);
        try (var files = java.nio.file.Files.walk(folder)) {
            for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                assertThat(
                                java.nio.file.Files.readString(
                                        file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(FakeDigitalOcean.TOKEN);
            }
        }
    }

    @Test
    void tagsSurviveAnyText() {
        for (String text :
                List.of("", "a", "Zone 7", "ä=ö.ü", "a:b_c", "line\nbreak", "_5f", "UPPER")) {
            assertThat(Tags.decode(Tags.encode(text))).isEqualTo(text);
            assertThat(Tags.encode(text)).matches("[a-z0-9_-]*");
        }
        assertThat(Tags.encode("Demo")).isNotEqualTo(Tags.encode("demo"));
    }
}
