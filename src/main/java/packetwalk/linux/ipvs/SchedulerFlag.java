package packetwalk.linux.ipvs;

/** What a scheduler does besides, which depends on the scheduler: {@code IP_VS_SVC_F_SCHED1} and its like. */
public enum SchedulerFlag {
    /** Of {@code sh} and {@code mh}: another real server where the one that the hash names cannot be used. */
    FALLBACK("fallback", "flag-1"),
    /** Of {@code sh} and {@code mh}: the client's port is hashed, too. */
    PORT("port", "flag-2"),
    /** No scheduler uses it. */
    THIRD("", "flag-3");

    private final String name;
    private final String number;

    SchedulerFlag(String name, String number) {
        this.name = name;
        this.number = number;
    }

    /** As {@code ipvsadm} calls it for {@code scheduler}; a third one of a scheduler with names has none. */
    public String name(String scheduler) {
        boolean named = scheduler.equals("sh") || scheduler.equals("mh");
        return !named ? number : name.isEmpty() ? "" : scheduler + "-" + name;
    }
}
