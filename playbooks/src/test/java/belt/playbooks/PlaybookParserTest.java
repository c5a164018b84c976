package belt.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybookParserTest {
    private static Playbook parse(String text) {
        return Playbook.parse("site.yml", text, Path.of("/"));
    }

    private static Task task(String yaml) {
        String indented = yaml.indent(6).stripTrailing().substring(6);
        return parse("- hosts: all\n  tasks:\n    - " + indented + "\n")
                .plays()
                .getFirst()
                .tasks()
                .getFirst();
    }

    @Test
    void readsAWholePlay() {
        Playbook playbook =
                parse(
                        """
                        - name: web servers
                          hosts: web[1:3]
                          become: yes
                          gather_facts: no
                          vars:
                            port: 80
                            modes: [a, "b"]
                          tasks:
                            - name: install
                              apt: {name: [nginx, curl], state: present}
                              when:
                                - port == 80
                                - ansible_os_family == "Debian"
                              register: apt_result
                            - ansible.builtin.command: echo {{ item }}
                              args:
                                creates: /tmp/x
                              loop: "{{ modes }}"
                              changed_when: false
                        """);

        Playbook.Play play = playbook.plays().getFirst();
        assertThat(play.hosts()).isEqualTo("web[1:3]");
        assertThat(play.gatherFacts()).isFalse();
        assertThat(play.vars()).isEqualTo(Map.of("port", 80L, "modes", List.of("a", "b")));
        Task install = play.tasks().getFirst();
        assertThat(install.control().when()).hasSize(2);
        assertThat(install.control().register()).hasValue("apt_result");
        assertThat(install.control().become()).isTrue();
        assertThat(install.arguments()).containsEntry("name", List.of("nginx", "curl"));
        Task echo = play.tasks().getLast();
        assertThat(echo.arguments())
                .isEqualTo(Map.of("cmd", "echo {{ item }}", "creates", "/tmp/x"));
        assertThat(playbook.outline())
                .containsExactly("web servers: install", "web servers: command");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "yes => true",
                "No => false",
                "on => true",
                "0644 => 420",
                "12 => 12",
                "1.5 => 1.5",
                "'yes' => yes",
                "a b => a b",
                "0 => 0",
                "v1.2.3 => v1.2.3",
                "10.0.0.1 => 10.0.0.1"
            })
    void readsPlainWordsAsAnsibleDoes(String yaml, String value) {
        Playbook.Play play =
                parse("- hosts: all\n  vars:\n    x: " + yaml + "\n").plays().getFirst();

        assertThat(String.valueOf(play.vars().get("x"))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "copi: {dest: /x} => site.yml:3:7: belt has no module copi; did you mean copy?",
                "copy: {dst: /x} => site.yml:3:14: copy has no argument dst; did you mean dest?",
                "copy: {src: x} => site.yml:3:7: copy needs dest",
                "copy: {dest: /x, mode: 644} => site.yml:3:30: mode 644 without quotes would be a decimal number: write '0644'",
                "copy: dest=/x => site.yml:3:13: arguments as key=value are not supported by belt: write them as a mapping",
                "{copy: {dest: /x}, file: {path: /x}} => site.yml:3:26: the task calls two modules: copy and file",
                "{name: lonely} => site.yml:3:7: the task calls no module",
                "{command: x, notify: y} => site.yml:3:20: notify of a task is not supported by belt",
                "{block: [], name: x} => site.yml:3:8: block of a task is not supported by belt",
                "{command: x, wen: y} => site.yml:3:20: a task has no key wen; did you mean when?",
                "{command: x, when: '{{ y }}'} => site.yml:3:26: when is an expression already: leave the {{ }} out",
                "{command: x, when: a ==} => site.yml:3:26: the expression ends early",
                "{command: 'echo {{ x | nofilter( }}'} => site.yml:3:8: the expression ends early",
                "{command: x, loop: 3} => site.yml:3:26: loop is a list or an expression",
                "{command: x, with_items: [[a]]} => site.yml:3:32: with_items would flatten the inner lists: use loop",
                "{command: x, become: perhaps} => site.yml:3:28: become is yes or no",
                "{copy: {dest: /x, content: !vault abc}} => site.yml:3:34: the tag !vault is not supported by belt",
                "{sysctl: {name: a.b, value: 1:30}} => site.yml:3:35: 1:30 means different things to YAML 1.1 and 1.2: write it in quotes",
                "{command: x, command: y} => site.yml:3:20: the key command stands there twice"
            })
    void namesThePlaceOfWhatIsWrong(String yaml, String message) {
        assertThatThrownBy(() -> task(yaml))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "hosts: all => site.yml:1:1: a playbook is a list of plays, each begins with '-'",
                "- tasks: [] => site.yml:1:3: the play has no hosts",
                "- {hosts: all, handlers: []} => site.yml:1:16: handlers of a play is not supported by belt",
                "- {hosts: all, task: []} => site.yml:1:16: a play has no key task; did you mean tasks?",
                "- {hosts: all, tasks: x} => site.yml:1:23: tasks is a list",
                "- {hosts: [all, => site.yml:1:16: expected the node content, but found '<stream end>'"
            })
    void namesThePlaceInAPlay(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage(message);
    }
}
