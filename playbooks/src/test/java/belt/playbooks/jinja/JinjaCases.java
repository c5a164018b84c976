package belt.playbooks.jinja;

import java.util.List;

/// Templates and what Jinja2 3.1.6 printed for them, with the variables of {@link JinjaTemplateTest#variables()} and
/// `trim_blocks`.
final class JinjaCases {
    static final List<String[]> ALL =
            List.of(
                    new String[] {"{{ name }}", "web1"},
                    new String[] {"{{ n }}", "7"},
                    new String[] {"{{ yes }}", "True"},
                    new String[] {"{{ yes and n }}", "7"},
                    new String[] {"{{ empty or 'alt' }}", "alt"},
                    new String[] {"{{ none_ is none }}", "True"},
                    new String[] {"{{ n + 1 }}", "8"},
                    new String[] {"{{ 7 / 2 }}", "3.5"},
                    new String[] {"{{ 7 // 2 }}", "3"},
                    new String[] {"{{ -7 // 2 }}", "-4"},
                    new String[] {"{{ -7 % 3 }}", "2"},
                    new String[] {"{{ 6 / 2 }}", "3.0"},
                    new String[] {"{{ 2 * 3 + 4 }}", "10"},
                    new String[] {"{{ 2 + 3 * 4 }}", "14"},
                    new String[] {"{{ 'a' ~ 1 ~ true }}", "a1True"},
                    new String[] {"{{ 'a' + 'b' }}", "ab"},
                    new String[] {"{{ [1] + [2] }}", "[1, 2]"},
                    new String[] {"{{ 1 < n < 9 }}", "True"},
                    new String[] {"{{ n == 7 and name != 'x' }}", "True"},
                    new String[] {"{{ not yes }}", "False"},
                    new String[] {"{{ not n == 7 }}", "False"},
                    new String[] {"{{ 'eb' in name }}", "True"},
                    new String[] {"{{ 'x' not in list }}", "True"},
                    new String[] {"{{ 'k' in dict }}", "True"},
                    new String[] {"{{ list }}", "['b', 'A', 'c']"},
                    new String[] {"{{ dict }}", "{'k': 'v'}"},
                    new String[] {"{{ deep.a.b[1] }}", "2"},
                    new String[] {"{{ deep['a']['b'][-1] }}", "2"},
                    new String[] {"{{ numbers }}", "[3, 1, 2]"},
                    new String[] {"{{ [] }}", "[]"},
                    new String[] {"{{ {} }}", "{}"},
                    new String[] {
                        "{{ {'a': [1, 'x', none, true]} }}", "{'a': [1, 'x', None, True]}"
                    },
                    new String[] {"{{ [\"it's\"] }}", "[\"it's\"]"},
                    new String[] {"{{ name | upper }}", "WEB1"},
                    new String[] {"{{ '  x ' | trim }}", "x"},
                    new String[] {"{{ list | join(', ') }}", "b, A, c"},
                    new String[] {"{{ list | sort }}", "['A', 'b', 'c']"},
                    new String[] {"{{ numbers | sort | first }}", "1"},
                    new String[] {"{{ list | last }}", "c"},
                    new String[] {"{{ list | length }}", "3"},
                    new String[] {"{{ name | replace('web', 'db') }}", "db1"},
                    new String[] {"{{ '12' | int + 1 }}", "13"},
                    new String[] {"{{ 'x' | int(5) }}", "5"},
                    new String[] {"{{ nope | default('d') }}", "d"},
                    new String[] {"{{ empty | default('d') }}", ""},
                    new String[] {"{{ empty | default('d', true) }}", "d"},
                    new String[] {"{{ nope is defined }}", "False"},
                    new String[] {"{{ name is defined }}", "True"},
                    new String[] {"{{ nope is not defined }}", "True"},
                    new String[] {"{{ name is string }}", "True"},
                    new String[] {"{{ n is number }}", "True"},
                    new String[] {"{{ dict is mapping }}", "True"},
                    new String[] {"{{ n is odd }}", "True"},
                    new String[] {"{{ dict.nope | d('z') }}", "z"},
                    new String[] {"{{ 'a' if n > 5 else 'b' }}", "a"},
                    new String[] {"{{ 'a' if n > 50 else 'b' if n > 5 else 'c' }}", "b"},
                    new String[] {"{{ (n + 1) * 2 }}", "16"},
                    new String[] {"{{ 'a\\nb' }}", "a\nb"},
                    new String[] {"{{ \"q\" 'r' }}", "qr"},
                    new String[] {"{{ true == 1 }}", "True"},
                    new String[] {"{{ 1.5 + 1 }}", "2.5"},
                    new String[] {"{{ 'abc'[1] }}", "b"},
                    new String[] {"{{ dict.keys() if false else 'x' }}", "x"},
                    new String[] {"{{ name.startswith('we') }}", "True"},
                    new String[] {"{{ n | string ~ 'x' }}", "7x"},
                    new String[] {"{{ (-n) | abs }}", "7"},
                    new String[] {"{% if list %}full{% else %}empty{% endif %}", "full"},
                    new String[] {
                        "{% if nothing %}full{% elif n == 7 %}seven{% else %}no{% endif %}", "seven"
                    },
                    new String[] {
                        "{% for x in list %}{{ loop.index }}:{{ x }}{% if not loop.last %},{% endif %}{% endfor %}",
                        "1:b,2:A,3:c"
                    },
                    new String[] {"{% for x in nothing %}x{% else %}none{% endfor %}", "none"},
                    new String[] {
                        "{% for k, v in dict.items() %}{{ k }}={{ v }};{% endfor %}", "k=v;"
                    },
                    new String[] {"{% for k in dict %}{{ k }}{% endfor %}", "k"},
                    new String[] {
                        "{% set a = 1 %}{% for x in numbers %}{% set a = x %}{% endfor %}{{ a }}",
                        "1"
                    },
                    new String[] {"{% set a = n * 2 %}{{ a }}", "14"},
                    new String[] {"{% raw %}{{ not }} {% endraw %}!", "{{ not }} !"},
                    new String[] {"a{# note #}b", "ab"},
                    new String[] {"a\n{% if yes %}\nb\n{% endif %}\nc\n", "a\nb\nc\n"},
                    new String[] {"a\n  {%- if yes -%}\n  b\n  {%- endif %}\nc", "abc"},
                    new String[] {"{{ name }}\nx\n", "web1\nx\n"},
                    new String[] {"{{- name -}}  x", "web1x"},
                    new String[] {"a  {{- ' b' }}", "a b"},
                    new String[] {"# {% raw %}{% endraw %}\nx", "# x"},
                    new String[] {
                        "{% for x in numbers %}\n- {{ x }}\n{% endfor %}\nend\n",
                        "- 3\n- 1\n- 2\nend\n"
                    },
                    new String[] {"{{ {'a': {'b': 1}} }}", "{'a': {'b': 1}}"},
                    new String[] {"{{ '}}' }}", "}}"},
                    new String[] {"{{ \"%}\" }}", "%}"},
                    new String[] {"{{ [1, 2,] }}", "[1, 2]"},
                    new String[] {"{{ loopx | default(n) }}", "7"},
                    new String[] {"x {{ '{{' }} y", "x {{ y"},
                    new String[] {"{{ list | count }}", "3"},
                    new String[] {"{{ yes | string }}", "True"},
                    new String[] {"{{ deep.a.b | join('-') }}", "1-2"},
                    new String[] {"{{ n in numbers }}", "False"},
                    new String[] {"{{ 'a' < 'b' }}", "True"},
                    new String[] {"{{ '5' == 5 }}", "False"},
                    new String[] {"{{ 5 == 5.0 }}", "True"},
                    new String[] {"{{ 10 | int }}", "10"},
                    new String[] {"{{ 3.7 | int }}", "3"},
                    new String[] {"{{ '3.7' | int }}", "3"},
                    new String[] {
                        "{% if n == 7 and ('a' in name or 'w' in name) %}ok{% endif %}", "ok"
                    });

    private JinjaCases() {}
}
