package belt.cli.command;

import belt.core.BeltException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// How a command describes itself: all that parsing, help and completion need. Built once per command object.
public final class Spec {
    /// Headings of the command overview, in their order.
    public enum Group {
        START("start here"),
        CLUSTERS("clusters"),
        MACHINES("machines"),
        NODES("nodes"),
        SERVICES("services"),
        AUTOMATE("automate"),
        OBSERVE("observe"),
        BELT("belt itself"),
        /// Docker Machine's verbs, `belt machine …`: listed as one line.
        DOCKER_MACHINE("as Docker Machine");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /// How far options are looked for.
    public enum Reach {
        /// Anywhere, until `--`.
        ALL,
        /// Until the first argument, as docker does where a command of the operator's follows.
        FIRST_WORD,
        /// Only belt's own leading options; the rest belongs to another program and is not looked at.
        PASS_THROUGH
    }

    /// A line of the examples.
    ///
    /// @param line the command as typed
    /// @param what what it does
    public record Example(String line, String what) {}

    private final String name;
    private final String summary;
    private final Group group;
    private String arguments = "";
    private Reach reach = Reach.ALL;
    private final List<Opt<?>> options = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean recorded = true;
    private boolean hidden;
    private ToIntFunction<BeltException> exits = Exit::of;
    private Function<String, Optional<BeltException>> strangers = _ -> Optional.empty();

    private Spec(Group group, String name, String summary) {
        this.group = group;
        this.name = name;
        this.summary = summary;
    }

    /// @param name the words behind `belt`: `ls`, `cluster new`
    /// @param summary one sentence without a full stop, beginning with a verb
    public static Spec of(Group group, String name, String summary) {
        return new Spec(group, name, summary);
    }

    /// Sets the arguments in the written syntax: `SIZE PATTERN…`, `[NODE]`, `[PATTERN…]`. An argument in square brackets
    /// may be missing, one with `…` may be repeated; only the last may be repeated.
    public Spec arguments(String syntax) {
        this.arguments = syntax;
        return this;
    }

    /// Adds options.
    public Spec options(Opt<?>... more) {
        options.addAll(List.of(more));
        return this;
    }

    /// Adds an example; two to four are right.
    public Spec example(String line, String what) {
        examples.add(new Example(line, what));
        return this;
    }

    /// Adds a paragraph below the options: environment, exit codes that differ, see also.
    public Spec note(String paragraph) {
        notes.add(paragraph);
        return this;
    }

    /// Sets how far options are looked for; {@link Reach#ALL} unless set.
    public Spec reach(Reach value) {
        this.reach = value;
        return this;
    }

    /// Keeps it out of the history: it changes nothing and says nothing about a cluster.
    public Spec unrecorded() {
        this.recorded = false;
        return this;
    }

    /// Keeps it out of the help.
    public Spec hide() {
        this.hidden = true;
        return this;
    }

    /// Sets other exit codes for its failures, where it takes the place of another program.
    public Spec exits(ToIntFunction<BeltException> codes) {
        this.exits = codes;
        return this;
    }

    /// Sets what is said of options that it does not have but knows of: of a driver that belt lacks, say.
    ///
    /// @param explain an option's name → why it is not here; empty for one that nobody knows
    public Spec explains(Function<String, Optional<BeltException>> explain) {
        this.strangers = explain;
        return this;
    }

    /// Why an option is not here; empty if nobody knows it.
    public Optional<BeltException> explain(String option) {
        return strangers.apply(option);
    }

    public Group group() {
        return group;
    }

    public String name() {
        return name;
    }

    public String summary() {
        return summary;
    }

    public String arguments() {
        return arguments;
    }

    public Reach reach() {
        return reach;
    }

    public List<Opt<?>> options() {
        return List.copyOf(options);
    }

    public List<Example> examples() {
        return List.copyOf(examples);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    /// The exit code of a failure of this command.
    public int exitOf(BeltException problem) {
        return exits.applyAsInt(problem);
    }

    public boolean recorded() {
        return recorded;
    }

    public boolean hidden() {
        return hidden;
    }
}
