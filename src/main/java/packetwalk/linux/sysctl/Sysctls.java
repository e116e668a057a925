package packetwalk.linux.sysctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kernel settings of one namespace, by constant for the stack and by name for people.
 *
 * <p>Any name that is in none of the tables is refused, so that nobody believes in a setting that does nothing.
 */
public final class Sysctls {

    private static final String ALL = "all";

    private static final Map<String, Sysctl> BY_KEY = byKey(Sysctl.values());
    private static final Map<String, ConntrackSysctl> CONNTRACK_BY_KEY = byKey(ConntrackSysctl.values());

    private final Values<Sysctl> values = Values.initial(Sysctl.class);
    private final Values<Devconf> all;
    private final PerDevice<Devconf> devconf;
    private final PerDevice<NeighParm> neighParms;
    private final boolean ipv6DisabledAtBoot;

    /** Null while nobody has asked: most namespaces have nothing to do with IPv6. */
    private @Nullable Ipv6Sysctls ipv6;

    private Runnable ipv6Changed = () -> {};

    private final Map<String, DeviceConf> devices = new HashMap<>();
    private final Values<ConntrackSysctl> conntrack = Values.initial(ConntrackSysctl.class);

    /** Null while nobody has written any: most namespaces have no virtual server. */
    private @Nullable Values<IpvsSysctl> ipvs;

    /** The namespace that has the machine's own settings: itself, or the one that this is a sibling of. */
    private final Sysctls machine;

    /** What only the stack changes, by its name. */
    private final Map<String, IntSupplier> shown = new HashMap<>();

    private Sysctls(
            Values<Devconf> all,
            Values<Devconf> defaults,
            Values<NeighParm> neighDefaults,
            boolean ipv6DisabledAtBoot,
            @Nullable Sysctls machine) {
        this.ipv6DisabledAtBoot = ipv6DisabledAtBoot;
        this.machine = machine == null ? this : machine;
        this.all = all;
        this.devconf = new PerDevice<>("net.ipv4.conf.", List.of(Devconf.values()), defaults);
        this.neighParms = new PerDevice<>("net.ipv4.neigh.", List.of(NeighParm.values()), neighDefaults);
        devconf.show(ALL, all);
        devconf.show(PerDevice.DEFAULT, defaults);
        values.set(Sysctl.IP_FORWARD, all.get(Devconf.FORWARDING));
    }

    private static <S extends Setting> Map<String, S> byKey(S[] settings) {
        return Arrays.stream(settings).collect(Collectors.toMap(Setting::key, each -> each));
    }

    /**
     * The settings of a machine that has just started.
     *
     * @param disableIpv6 whether it was booted with {@code ipv6.disable_ipv6=1}
     */
    public static Sysctls ofMachine(boolean disableIpv6) {
        Sysctls sysctls = new Sysctls(
                Values.initial(Devconf.class),
                Values.initial(Devconf.class),
                Values.initial(NeighParm.class),
                disableIpv6,
                null);
        // the neighbour table is the machine's: only its own namespace shows and changes the defaults
        sysctls.neighParms.show(PerDevice.DEFAULT, sysctls.neighParms.defaults());
        return sysctls;
    }

    /**
     * The settings of a new namespace on the same machine: those of devices are copied from the machine's own
     * namespace, {@code devinet_init_net()}, all others begin anew.
     */
    public Sysctls ofNewNamespace() {
        return new Sysctls(all.copy(), devconf.defaults().copy(), neighParms.defaults(), ipv6DisabledAtBoot, machine);
    }

    /** Whether IPv6 is switched off for every device that nobody switches it on for. */
    public boolean ipv6DisabledAtBoot() {
        return ipv6DisabledAtBoot;
    }

    /** Has {@code changed} run whenever IPv6 is switched on or off for a device. */
    public void onIpv6Change(Runnable changed) {
        ipv6Changed = changed;
    }

    /** Those of IPv6, by device. */
    public Ipv6Sysctls ipv6() {
        if (ipv6 == null) {
            ipv6 = machine == this
                    ? Ipv6Sysctls.ofMachine(ipv6DisabledAtBoot)
                    : machine.ipv6().ofNewNamespace();
            ipv6.onChange(() -> ipv6Changed.run());
            devices.keySet().forEach(ipv6::addDevice);
        }
        return ipv6;
    }

    public int value(Sysctl setting) {
        return values.get(setting);
    }

    /** Whether the value is not 0. */
    public boolean on(Sysctl setting) {
        return value(setting) != 0;
    }

    public int value(ConntrackSysctl setting) {
        return (setting.ofMachine() ? machine : this).conntrack.get(setting);
    }

    /** Whether the value is not 0. */
    public boolean on(ConntrackSysctl setting) {
        return value(setting) != 0;
    }

    /** Shows a number that only the stack changes. */
    public void show(String name, IntSupplier value) {
        shown.put(name, value);
    }

    /** What {@code net.ipv4.conf} says of {@code device}; the defaults where there is no such device. */
    public DeviceConf conf(String device) {
        DeviceConf conf = devices.get(device);
        return conf == null ? new DeviceConf(all, devconf.defaults()) : conf;
    }

    /** What {@code net.ipv4.neigh} says of {@code device}; the defaults where there is no such device. */
    public int value(NeighParm setting, String device) {
        return neighParms.of(device).get(setting);
    }

    /** A device has come; it copies the defaults. */
    public void addDevice(String device) {
        devices.put(device, new DeviceConf(all, devconf.addDevice(device)));
        neighParms.addDevice(device);
        if (ipv6 != null) {
            ipv6.addDevice(device);
        }
    }

    /** A device has gone. */
    public void removeDevice(String device) {
        devices.remove(device);
        devconf.removeDevice(device);
        neighParms.removeDevice(device);
        if (ipv6 != null) {
            ipv6.removeDevice(device);
        }
    }

    /** A device has got an address: what holds for it now, no later default changes; {@code rtm_to_ifaddr()}. */
    public void keepAll(String device) {
        devconf.of(device).keepAll();
        neighParms.of(device).keepAll();
    }

    public int value(IpvsSysctl setting) {
        return ipvs == null ? setting.initial() : ipvs.get(setting);
    }

    /** Whether the value is not 0. */
    public boolean on(IpvsSysctl setting) {
        return value(setting) != 0;
    }

    /** As {@link #set(String, int)}. */
    public void set(ConntrackSysctl setting, int value) {
        set(setting.key(), value);
    }

    /** A setting that was found by its name. */
    record Named(Setting setting, IntSupplier read, IntConsumer write) {}

    /**
     * The value of a setting; a dot within a device's name is written as a slash.
     *
     * @throws IllegalArgumentException if the engine does not model it
     */
    public int value(String name) {
        IntSupplier number = shown.get(name);
        return number != null ? number.getAsInt() : named(name).read().getAsInt();
    }

    /**
     * Changes a setting.
     *
     * @throws IllegalArgumentException if the engine does not model it, or not that value
     */
    public void set(String name, int value) {
        requireSettable(name, value);
        named(name).write().accept(value);
    }

    /** As {@link #set(String, int)}. */
    public void set(Sysctl setting, int value) {
        set(setting.key(), value);
    }

    /** Throws what {@link #set(String, int)} would throw, and changes nothing. */
    public void requireSettable(String name, int value) {
        if (shown.containsKey(name) || (machine != this && isOfMachine(name))) {
            throw new IllegalArgumentException("sysctl: permission denied on key \"" + name + "\": "
                    + (shown.containsKey(name) ? "it can only be read" : "it is the machine's; set it there"));
        }
        Setting setting = named(name).setting();
        if (value < setting.least() || value > setting.most()) {
            throw new IllegalArgumentException(
                    "sysctl " + name + " cannot be " + value + "; use " + setting.least() + " to " + setting.most());
        }
    }

    private boolean isOfMachine(String name) {
        ConntrackSysctl setting = CONNTRACK_BY_KEY.get(name);
        return setting != null && setting.ofMachine();
    }

    private Named named(String name) {
        Sysctl once = BY_KEY.get(name);
        if (once != null) {
            return new Named(once, () -> value(once), value -> write(once, value));
        }
        ConntrackSysctl ofConntrack = CONNTRACK_BY_KEY.get(name);
        if (ofConntrack != null) {
            return new Named(ofConntrack, () -> value(ofConntrack), value -> conntrack.set(ofConntrack, value));
        }
        Optional<IpvsSysctl> ofIpvs = IpvsSysctl.named(name);
        if (ofIpvs.isPresent()) {
            IpvsSysctl setting = ofIpvs.get();
            return new Named(setting, () -> value(setting), value -> write(setting, value));
        }
        Optional<Named> ofDevice = devconf.find(name)
                .map(entry -> new Named(
                        entry.setting(),
                        () -> devconf.of(entry.device()).get(entry.setting()),
                        value -> write(entry, value)));
        return ofDevice.or(() -> neighParms
                        .find(name)
                        .map(entry -> new Named(
                                entry.setting(),
                                () -> neighParms.of(entry.device()).get(entry.setting()),
                                value -> neighParms.write(entry, value))))
                .or(() -> ipv6().find(name))
                .orElseThrow(() -> new IllegalArgumentException("sysctl " + name
                        + " is UNKNOWN: the engine does not model it; see what it models with sysctl -a"));
    }

    private void write(IpvsSysctl setting, int value) {
        if (ipvs == null) {
            ipvs = Values.initial(IpvsSysctl.class);
        }
        ipvs.set(setting, value);
    }

    private void write(Sysctl setting, int value) {
        if (setting == Sysctl.IP_FORWARD) {
            forward(value);
        } else {
            values.set(setting, value);
        }
    }

    private void write(PerDevice.Entry<Devconf> entry, int value) {
        if (entry.setting() != Devconf.FORWARDING) {
            devconf.write(entry, value);
        } else if (entry.device().equals(ALL)) {
            forward(value);
        } else {
            // devinet_sysctl_forward(): the default is for devices to come
            devconf.of(entry.device()).write(Devconf.FORWARDING, value);
        }
    }

    /** Every device forwards, or none; a router takes no redirects: {@code inet_forward_change()}. */
    private void forward(int value) {
        if (value != this.value(Sysctl.IP_FORWARD)) {
            values.set(Sysctl.IP_FORWARD, value);
            all.set(Devconf.ACCEPT_REDIRECTS, value == 0 ? 1 : 0);
            devconf.writeAll(Devconf.FORWARDING, value);
        }
    }

    /** Names of all settings, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(BY_KEY.keySet());
        names.addAll(CONNTRACK_BY_KEY.keySet());
        for (IpvsSysctl each : IpvsSysctl.values()) {
            names.add(each.key());
        }
        names.addAll(shown.keySet());
        names.addAll(devconf.names());
        names.addAll(neighParms.names());
        names.addAll(ipv6().names());
        Collections.sort(names);
        return names;
    }
}
