package packetwalk.tools.nft;

/** A file of rules, to point at what is wrong in it, as {@code nft} does: nftables' src/erec.c {@code erec_print()}. */
record Source(String name, String text) {

    /** The line from {@code first} to {@code last}, with a mark below them. */
    IllegalArgumentException refusal(Token first, Token last, String why) {
        String[] lines = text.split("\n", -1);
        String line = first.line() <= lines.length ? lines[first.line() - 1] : "";
        int end = last.line() == first.line() ? last.column() + last.length() - 1 : line.length();
        end = Math.max(end, first.column());
        String blanks =
                line.substring(0, Math.min(line.length(), first.column() - 1)).replaceAll("[^\\t]", " ");
        String place = name.isEmpty() ? "" : name + ":" + first.line() + ":" + first.column() + "-" + end + ": ";
        return new IllegalArgumentException(
                place + "Error: " + why + "\n" + line + "\n" + blanks + "^".repeat(end - first.column() + 1) + "\n");
    }
}
