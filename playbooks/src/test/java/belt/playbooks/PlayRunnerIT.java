package belt.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.StopRequest;
import belt.playbooks.PlayRunner.Options;
import belt.playbooks.TaskEvent.Outcome;
import belt.provider.Machine;
import belt.provision.LocalMachines;
import belt.provision.facts.FactsReader;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshSession;
import belt.provision.step.BundleCarrier;
import belt.provision.step.StepRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A playbook on two local machines: checked, run, and run again.
class PlayRunnerIT {
    private static final String BOOK =
            """
            - name: demo
              hosts: pb[1:2]
              become: yes
              vars:
                greeting: "hello {{ inventory_hostname }}"
                folders: [one, two]
              tasks:
                - name: packages that are there
                  package: {name: [nftables, procps]}
                - name: folders
                  file: {path: "/srv/demo/{{ item }}", state: directory, mode: "0750"}
                  loop: "{{ folders }}"
                - copy: {content: "{{ greeting }}\\n", dest: /srv/demo/greeting, mode: "0600"}
                - copy: {src: plain.txt, dest: /srv/demo/one/}
                - template: {src: site.conf.j2, dest: /srv/demo/site.conf}
                - sysctl: {name: net.ipv4.ip_forward, value: "1", sysctl_file: /etc/sysctl.d/50-demo.conf}
                - name: ask
                  command: cat /srv/demo/greeting
                  register: said
                  changed_when: false
                - name: first node only
                  shell: echo "{{ said.stdout }}" | tr a-z A-Z >/srv/demo/loud
                  args: {creates: /srv/demo/loud}
                  when: said.stdout is defined and inventory_hostname == 'pb1'
                - wait_for: {path: /srv/demo/site.conf, timeout: 5}
                - wait_for: {port: 22, timeout: 5}
            """;

    @TempDir Path folder;
    private final PlayRunner runner =
            new PlayRunner(
                    new FactsReader(InstantSource.system()),
                    new StepRunner(BundleCarrier.upload()));
    private final ConcurrentLinkedQueue<TaskEvent> events = new ConcurrentLinkedQueue<>();

    private List<Recap> run(Playbook playbook, Map<String, SshSession> sessions, boolean check)
            throws Exception {
        events.clear();
        return runner.run(
                playbook,
                sessions,
                new Options(check, Map.of(), 4, StopRequest.NEVER),
                events::add);
    }

    private List<String> outcomes(String node) {
        return events.stream()
                .filter(e -> e.node().equals(node))
                .map(e -> e.task() + " " + e.item() + e.outcome())
                .toList();
    }

    @Test
    void saysWhatItWouldDoThenDoesItThenFindsNothingToDo() throws Exception {
        Files.writeString(folder.resolve("plain.txt"), "plain\n");
        Files.writeString(
                folder.resolve("site.conf.j2"),
                "name {{ ansible_hostname }}\n{% for f in folders %}\nfolder {{ f }}\n{% endfor %}\n");
        Playbook book = Playbook.parse("demo.yml", BOOK, folder);
        try (var hosts = LocalMachines.make(folder.resolve("state"), "tini", "pb1", "pb2")) {
            Map<String, SshSession> sessions = connect(hosts);
            List<Recap> checked = run(book, sessions, true);
            assertThat(checked).allSatisfy(r -> assertThat(r.failure()).isEmpty());
            assertThat(text(sessions, "pb1", "ls /srv")).isEmpty();
            assertThat(outcomes("pb1"))
                    .contains(
                            "folders oneCHANGED",
                            "copy CHANGED",
                            "ask SKIPPED",
                            "wait_for SKIPPED");

            List<Recap> first = run(book, sessions, false);
            assertThat(first).allSatisfy(r -> assertThat(r.failure()).isEmpty());
            assertThat(outcomes("pb1"))
                    .containsExactly(
                            "packages that are there OK",
                            "folders oneCHANGED",
                            "folders twoCHANGED",
                            "copy CHANGED",
                            "copy CHANGED",
                            "template CHANGED",
                            "sysctl CHANGED",
                            "ask OK",
                            "first node only CHANGED",
                            "wait_for OK",
                            "wait_for OK");
            assertThat(outcomes("pb2")).contains("first node only SKIPPED");
            checkFiles(sessions);

            List<Recap> second = run(book, sessions, false);
            assertThat(second).allMatch(Recap::nothingToDo);
            failsOnOneNodeOnly(sessions);
            sessions.values().forEach(SshSession::close);
        }
    }

    private static Map<String, SshSession> connect(LocalMachines hosts) throws Exception {
        SshClient client = hosts.client();
        Map<String, SshSession> sessions = new LinkedHashMap<>();
        for (Machine machine : hosts.machines()) {
            sessions.put(machine.name(), client.connect(LocalMachines.target(machine)));
        }
        return sessions;
    }

    private static String text(Map<String, SshSession> sessions, String node, String script)
            throws Exception {
        return java.util.Objects.requireNonNull(sessions.get(node))
                .require(script, RemoteCommand.of(script))
                .stdout();
    }

    private static void checkFiles(Map<String, SshSession> sessions) throws Exception {
        assertThat(
                        text(
                                sessions,
                                "pb1",
                                "cat /srv/demo/loud; stat -c %a /srv/demo/greeting /srv/demo/two"))
                .isEqualTo("HELLO PB1\n600\n750\n");
        assertThat(text(sessions, "pb2", "cat /srv/demo/site.conf /srv/demo/one/plain.txt"))
                .isEqualTo("name pb2\nfolder one\nfolder two\nplain\n");
        assertThat(
                        text(
                                sessions,
                                "pb2",
                                "cat /etc/sysctl.d/50-demo.conf /proc/sys/net/ipv4/ip_forward"))
                .isEqualTo("net.ipv4.ip_forward=1\n1\n");
    }

    private void failsOnOneNodeOnly(Map<String, SshSession> sessions) throws Exception {
        String book =
                """
                - hosts: all
                  tasks:
                    - command: test {{ inventory_hostname }} = pb1
                    - command: "true"
                    - command: echo {{ nothere }}
                      when: false
                """;

        List<Recap> recaps = run(Playbook.parse("fail.yml", book, folder), sessions, false);

        assertThat(recaps.getFirst().failure()).isEmpty();
        assertThat(recaps.getLast().failure().orElseThrow())
                .hasMessage("pb2: task 'command' failed at fail.yml:3:7");
        assertThat(events).filteredOn(e -> e.outcome() == Outcome.FAILED).hasSize(1);
        assertThat(outcomes("pb2")).hasSize(1);
    }
}
