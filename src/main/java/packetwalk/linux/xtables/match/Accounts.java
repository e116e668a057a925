package packetwalk.linux.xtables.match;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Users and groups that every Debian system has: the package base-passwd. */
public enum Accounts {
    USERS("root=0 daemon=1 bin=2 sys=3 sync=4 games=5 man=6 lp=7 mail=8 news=9 uucp=10 proxy=13 www-data=33 backup=34"
            + " list=38 irc=39 nobody=65534"),
    GROUPS("root=0 daemon=1 bin=2 sys=3 adm=4 tty=5 disk=6 lp=7 mail=8 news=9 uucp=10 man=12 proxy=13 kmem=15"
            + " dialout=20 fax=21 voice=22 cdrom=24 floppy=25 tape=26 sudo=27 audio=29 dip=30 www-data=33 backup=34"
            + " operator=37 list=38 irc=39 src=40 shadow=42 utmp=43 video=44 sasl=45 plugdev=46 staff=50 games=60"
            + " users=100 nogroup=65534");

    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    Accounts(String accounts) {
        for (String account : accounts.split(" ")) {
            String[] parts = account.split("=");
            numbers.put(parts[0], Long.valueOf(parts[1]));
            names.put(Long.valueOf(parts[1]), parts[0]);
        }
    }

    /** The number of an account; empty if there is none of that name. */
    public Optional<Long> number(String name) {
        return Optional.ofNullable(numbers.get(name));
    }

    /** Its name; the number itself if it has none. */
    String name(long number) {
        return names.getOrDefault(number, String.valueOf(number));
    }
}
