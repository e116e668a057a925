package packetwalk.tools;

import java.util.Random;

/** Conditions that remember and targets of all kinds by chance, with the options of each in any order. */
final class RandomExtensions {

    private final Random random;

    RandomExtensions(Random random) {
        this.random = random;
    }

    String match() {
        return switch (random.nextInt(7)) {
            case 0 -> " -m statistic --mode random" + not() + " --probability " + random.nextInt(1_001) / 1_000.0;
            case 1 -> nth();
            case 2 -> " -m limit --limit " + rate(10_000) + some(" --limit-burst " + random.nextInt(10_001));
            case 3 -> hashlimit();
            case 4 -> " -m quota" + not() + " --quota " + random.nextLong(Long.MAX_VALUE);
            case 5 -> recent();
            default -> time();
        };
    }

    private String nth() {
        int every = random.nextInt(1, 50);
        return " -m statistic --mode nth" + not() + " --every " + every + " --packet " + random.nextInt(every);
    }

    private String rate(int most) {
        return random.nextInt(1, most) + one("", "/s", "/sec", "/second", "/min", "/minute", "/hour", "/day");
    }

    private String hashlimit() {
        boolean bytes = sometimes(3);
        String rate = bytes ? random.nextInt(16, 5_000) + one("b/s", "kb/s", "mb/s") : rate(1_000_000);
        // the real tool itself does not read every burst of bytes that it prints
        String burst = bytes ? "" : " --hashlimit-burst " + random.nextInt(1, 1_000);
        return " -m hashlimit --hashlimit-name h" + random.nextInt(1_000_000)
                + one(" --hashlimit-upto ", " --hashlimit-above ", " ! --hashlimit ") + rate
                + some(burst)
                + some(" --hashlimit-mode " + one("srcip", "dstip,srcip", "dstport,srcip,srcport,dstip"))
                + some(" --hashlimit-srcmask " + random.nextInt(33))
                + some(" --hashlimit-dstmask " + random.nextInt(33))
                + some(" --hashlimit-htable-size " + random.nextInt(100) + " --hashlimit-htable-max 200")
                + some(" --hashlimit-htable-expire " + one("1000", "60000", "15000", "77"))
                + some(" --hashlimit-htable-gcinterval " + one("1000", "5"))
                + some(" --hashlimit-rate-match" + some(" --hashlimit-rate-interval " + random.nextInt(1, 100)));
    }

    private String recent() {
        String list = some(" --name " + one("ban", "seen-2")) + some(one(" --rdest", " --rsource"));
        String mask = some(" --mask " + one("255.255.255.0", "255.0.0.0"));
        return sometimes(2)
                ? " -m recent" + list + not() + one(" --set", " --remove") + mask
                : " -m recent" + mask + not() + one(" --rcheck", " --update") + list
                        + some(" --seconds " + random.nextInt(1, 1_000) + some(" --reap"))
                        + some(" --hitcount " + random.nextInt(1, 40))
                        + some(" --rttl");
    }

    private String time() {
        return " -m time" + some(" --timestart " + clock())
                + some(" --timestop " + clock())
                + some(" --datestart " + date())
                + some(" --datestop " + date())
                + some(not() + " --weekdays " + one("Mon", "Sa,Su", "1,2,3,4,5"))
                + some(not() + " --monthdays " + one("1", "31,2,30", "15"))
                + some(one(" --utc", " --kerneltz"));
    }

    private String clock() {
        return random.nextInt(24) + ":" + random.nextInt(60) + some(":" + random.nextInt(60));
    }

    private String date() {
        return random.nextInt(1971, 2038) + "-" + random.nextInt(1, 13) + "-" + random.nextInt(1, 32)
                + some("T" + random.nextInt(24) + ":" + random.nextInt(60));
    }

    /** Of any table. */
    String target() {
        return switch (random.nextInt(6)) {
            case 0 ->
                " -j LOG" + some(" --log-level " + random.nextInt(8)) + some(" --log-prefix \"a b: \"")
                        + some(" --log-uid") + some(" --log-tcp-sequence") + some(" --log-macdecode");
            case 1 ->
                " -j NFLOG" + some(" --nflog-threshold " + random.nextInt(9))
                        + some(" --nflog-group " + random.nextInt(9)) + some(" --nflog-prefix \"it's\"")
                        + some(" --nflog-size " + random.nextInt(999));
            case 2 ->
                " -j NFQUEUE" + one("", " --queue-num " + random.nextInt(65_536), " --queue-balance 3:9")
                        + some(" --queue-bypass");
            case 3 -> " -j TRACE";
            case 4 -> " -j AUDIT --type " + one("accept", "drop", "reject");
            default ->
                " -j MARK" + one(" --set-mark ", " --set-xmark ", " --or-mark ", " --and-mark ", " --xor-mark ")
                        + random.nextInt(1_000);
        };
    }

    /** Of table mangle, chain POSTROUTING. */
    String mangling(String protocol) {
        String tcp = one(
                " -j TCPMSS --set-mss " + random.nextInt(1_500),
                " -j TCPMSS --clamp-mss-to-pmtu",
                " -j ECN --ecn-tcp-remove",
                " -j TCPOPTSTRIP --strip-options " + one("timestamp", "2,wscale", "sack-permitted,255"));
        return switch (random.nextInt(5)) {
            case 0 -> " -j TTL" + one(" --ttl-set ", " --ttl-dec ", " --ttl-inc ") + random.nextInt(1, 256);
            case 1 -> " -j TOS" + one(" --set-tos ", " --and-tos ", " --or-tos ", " --xor-tos ") + random.nextInt(256);
            case 2 -> " -j DSCP" + one(" --set-dscp " + random.nextInt(64), " --set-dscp-class AF31");
            case 3 -> one(" -j CHECKSUM --checksum-fill", " -j CLASSIFY --set-class 1:" + random.nextInt(99));
            default -> protocol.equals("tcp") ? tcp : " -j ECN --ecn-ip-ect " + random.nextInt(4);
        };
    }

    private String not() {
        return sometimes(4) ? " !" : "";
    }

    private String some(String words) {
        return sometimes(2) ? words : "";
    }

    private boolean sometimes(int in) {
        return random.nextInt(in) == 0;
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
