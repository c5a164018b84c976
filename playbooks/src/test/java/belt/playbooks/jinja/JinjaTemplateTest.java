package belt.playbooks.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.playbooks.PlaybookProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every expected value is what Jinja2 3.1 prints for the same template and variables; recorded in {@link JinjaCases}.
class JinjaTemplateTest {
    static Map<String, @Nullable Object> variables() {
        Map<String, @Nullable Object> vars = new LinkedHashMap<>();
        vars.put("name", "web1");
        vars.put("n", 7L);
        vars.put("yes", true);
        vars.put("empty", "");
        vars.put("none_", null);
        vars.put("list", List.of("b", "A", "c"));
        vars.put("numbers", List.of(3L, 1L, 2L));
        vars.put("nothing", List.of());
        vars.put("dict", Map.of("k", "v"));
        vars.put("deep", Map.of("a", Map.of("b", List.of(1L, 2L))));
        return vars;
    }

    static Scope scope() {
        return new Scope(variables(), (value, _) -> value);
    }

    static List<String[]> cases() {
        return JinjaCases.ALL;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsWhatJinjaPrints(String template, String expected) {
        assertThat(JinjaTemplate.ofFile(template).render(scope())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{ nam }} => 'nam' is undefined; did you mean name?",
                "{{ dict.x }} => there is no 'x' in it",
                "{{ list[5] }} => the list has no item 5",
                "{{ n if false }} => the condition has no else",
                "{{ nothing | first }} => the list is empty"
            })
    void doesNotPrintWhatIsUndefined(String template, String message) {
        assertThatThrownBy(() -> JinjaTemplate.ofText(template).render(scope()))
                .isInstanceOfSatisfying(
                        JinjaException.class,
                        e -> assertThat(e.problem()).isEqualTo(PlaybookProblem.UNDEFINED))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{ list | map('upper') }} => the filter 'map' is not supported by belt",
                "{{ name | uper }} => the filter 'uper' (did you mean upper?) is not supported by belt",
                "{{ lookup('env', 'X') }} => calling a function is not supported by belt",
                "{{ name[0:2] }} => a slice is not supported by belt",
                "{{ 2 ** 3 }} => the operator ** is not supported by belt",
                "{{ n is divisibleby(3) }} => a test with an argument is not supported by belt",
                "{% macro x() %}{% endmacro %} => {% macro %} is not supported by belt",
                "{{ none_ }} => printing none is not supported by belt",
                "{{ ['ü'] }} => printing a list of texts with special characters is not supported by belt",
                "{{ name | join('-') | d(default_value='x') }} => an argument by name is not supported by belt"
            })
    void saysWhatItDoesNotSupport(String template, String message) {
        assertThatThrownBy(() -> JinjaTemplate.ofText(template).render(scope()))
                .isInstanceOfSatisfying(
                        JinjaException.class,
                        e -> assertThat(e.problem()).isEqualTo(PlaybookProblem.NOT_SUPPORTED))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{{ name => '}}' is missing",
                "{% if yes %}x => {% endif %} is missing",
                "{% endif %} => unexpected {% endif %}",
                "{{ name name }} => unexpected 'name'",
                "{{ 'a }} => '}}' is missing",
                "{{ 1 + 'a' }} => a number + a string is not possible",
                "{{ name < n }} => a string < a number is not possible",
                "{{ 1 / 0 }} => division by zero",
                "{# open => the comment is not closed"
            })
    void saysWhatIsWrong(String template, String message) {
        assertThatThrownBy(() -> JinjaTemplate.ofText(template).render(scope()))
                .isInstanceOf(JinjaException.class)
                .hasMessage(message);
    }

    @Test
    void keepsAListAListWhenTheWholeTextIsOneExpression() {
        assertThat(JinjaTemplate.ofText("{{ list }}").value(scope()))
                .isEqualTo(List.of("b", "A", "c"));
        assertThat(JinjaTemplate.ofText(" {{ n }}").value(scope())).isEqualTo(" 7");
    }
}
