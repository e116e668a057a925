package packetwalk.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import packetwalk.linux.Sysctls;

/** {@code sysctl}: the kernel's settings that the engine models. */
final class SysctlCommand implements Tool {

    private final Sysctls sysctls;

    SysctlCommand(Sysctls sysctls) {
        this.sysctls = sysctls;
    }

    private record Setting(String name, String value) {
        static Setting of(String word) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            // sysctl takes the file's path below /proc/sys as well
            return new Setting(name.replace('/', '.'), equals < 0 ? "" : word.substring(equals + 1));
        }
    }

    @Override
    public String run(Words words, String input) {
        boolean quiet = false;
        boolean valuesOnly = false;
        boolean write = false;
        boolean all = false;
        while (words.peek().startsWith("-")) {
            if (words.take("-w", "--write")) {
                write = true;
            } else if (words.take("-n", "--values")) {
                valuesOnly = true;
            } else if (words.take("-q", "--quiet")) {
                quiet = true;
            } else if (words.take("-qw", "-wq")) {
                quiet = true;
                write = true;
            } else if (words.take("-a", "--all", "-A")) {
                all = true;
            } else {
                throw words.unexpected("-a, -n, -q and -w");
            }
        }
        List<Setting> settings = new ArrayList<>();
        while (words.hasNext()) {
            settings.add(Setting.of(words.next("a setting")));
        }
        if (all) {
            sysctls.names().forEach(name -> settings.add(new Setting(name, "")));
        }
        return apply(settings, write, quiet, valuesOnly);
    }

    private String apply(List<Setting> settings, boolean write, boolean quiet, boolean valuesOnly) {
        if (settings.isEmpty()) {
            throw new IllegalArgumentException("sysctl: no variables specified; it models " + sysctls.names());
        }
        List<Integer> before =
                settings.stream().map(each -> sysctls.value(each.name())).toList();
        try {
            for (Setting setting : settings) {
                if (write || !setting.value().isEmpty()) {
                    sysctls.set(setting.name(), number(setting));
                }
            }
        } catch (IllegalArgumentException e) {
            for (int i = 0; i < settings.size(); i++) {
                sysctls.set(settings.get(i).name(), before.get(i));
            }
            throw e;
        }
        return settings.stream()
                .filter(each -> !quiet || each.value().isEmpty())
                .map(each -> (valuesOnly ? "" : each.name() + " = ") + sysctls.value(each.name()) + "\n")
                .collect(Collectors.joining());
    }

    private static int number(Setting setting) {
        if (!setting.value().matches("-?[0-9]{1,9}")) {
            throw new IllegalArgumentException("setting key \"" + setting.name() + "\": Invalid argument: \""
                    + setting.value() + "\" is not a number; write " + setting.name() + "=1");
        }
        return Integer.parseInt(setting.value());
    }
}
