package packetwalk.linux.nftables;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import packetwalk.linux.conntrack.Hook;

/**
 * Where a base chain is hooked in, and what becomes of packets at its end: {@code struct nft_base_chain}.
 *
 * @param type filter, nat or route
 * @param hook its name as it is typed; ingress and egress are kept, and never asked here
 * @param devices what {@code devices = { … }} names; empty at the hooks of IP
 * @param priority chains with a lower one are asked first
 * @param accepts the policy: accept, or drop
 */
public record BaseHook(Type type, String hook, List<String> devices, int priority, boolean accepts) {

    /** Standard priorities: linux/netfilter_ipv4.h {@code enum nf_ip_hook_priorities}, in nft's order of print. */
    private static final Map<String, Integer> STANDARD = standard();

    /** {@code NF_IP_PRI_CONNTRACK}: chains of type nat come later, {@code nft_chain_parse_hook()}. */
    public static final int CONNTRACK = -200;

    /** How far from a standard priority one is still printed as its name and a number: {@code prio2str()}. */
    private static final int REACH = 10;

    /** Kinds of chains: net/netfilter/nft_chain_{filter,nat,route}.c. */
    public enum Type {
        FILTER,
        NAT,
        /** Looks for another way if it changed what a way is found by. */
        ROUTE;

        /** The type of that name. */
        public static Optional<Type> named(String word) {
            return List.of(values()).stream()
                    .filter(each -> each.toString().equals(word))
                    .findFirst();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public BaseHook {
        devices = List.copyOf(devices);
    }

    private static Map<String, Integer> standard() {
        Map<String, Integer> map = new java.util.LinkedHashMap<>();
        map.put("raw", -300);
        map.put("mangle", -150);
        map.put("dstnat", -100);
        map.put("filter", 0);
        map.put("security", 50);
        map.put("srcnat", 100);
        return map;
    }

    /** The hook of IP that it is; empty for one that does not exist there. */
    public Optional<Hook> ipHook() {
        return Hook.ALL.stream()
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(hook))
                .findFirst();
    }

    /** With another policy. */
    public BaseHook withPolicy(boolean accept) {
        return new BaseHook(type, hook, devices, priority, accept);
    }

    /** The number of a named priority at {@code hook}; empty for a name that is not allowed there. */
    public static Optional<Integer> priority(Family family, String hook, String name) {
        if (family == Family.BRIDGE) {
            return Optional.ofNullable(bridgePriority(hook, name));
        }
        return family.atIp() || name.equals("filter")
                ? Optional.ofNullable(STANDARD.get(name)).filter(number -> fits(hook, name))
                : Optional.empty();
    }

    /** {@code enum nf_br_hook_priorities}, linux/netfilter_bridge.h. */
    private static @org.jspecify.annotations.Nullable Integer bridgePriority(String hook, String name) {
        return switch (name) {
            case "dstnat" -> hook.equals("prerouting") ? -300 : null;
            case "filter" -> -200;
            case "out" -> hook.equals("output") ? 100 : null;
            case "srcnat" -> hook.equals("postrouting") ? 300 : null;
            default -> null;
        };
    }

    private static boolean fits(String hook, String name) {
        return switch (name) {
            case "dstnat" -> hook.equals("prerouting");
            case "srcnat" -> hook.equals("postrouting");
            default -> true;
        };
    }

    /** {@code prio2str()}, nftables' src/rule.c. */
    public String priorityText(Family family) {
        for (String name : family == Family.BRIDGE ? List.of("dstnat", "filter", "out", "srcnat") : STANDARD.keySet()) {
            Optional<Integer> standard = priority(family, hook, name);
            if (standard.isPresent() && Math.abs(priority - standard.get()) <= REACH) {
                int off = priority - standard.get();
                return off == 0 ? name : name + (off > 0 ? " + " : " - ") + Math.abs(off);
            }
        }
        return String.valueOf(priority);
    }

    /** The line of a base chain, without its indent. */
    public String line(Family family) {
        String where = devices.isEmpty() ? "" : " " + devicesText();
        return "type " + type + " hook " + hook + where + " priority " + priorityText(family) + "; policy "
                + (accepts ? "accept" : "drop") + ";";
    }

    private String devicesText() {
        if (devices.size() == 1) {
            return "device \"" + devices.get(0) + "\"";
        }
        return "devices = { " + String.join(", ", devices) + " }";
    }
}
