package packetwalk.proxy.iptables;

/** What {@code iptables-restore --noflush --counters} reads; of both tables all is done, or nothing. */
record RestoreText(TableText filter, TableText nat) {

    static RestoreText empty() {
        return new RestoreText(new TableText("filter"), new TableText("nat"));
    }

    String text() {
        return filter.text() + nat.text();
    }
}
