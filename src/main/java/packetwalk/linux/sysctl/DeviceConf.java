package packetwalk.linux.sysctl;

/** What {@code net.ipv4.conf} says of one device, {@code all} included: Linux {@code struct in_device}. */
public final class DeviceConf {

    private final Values<Devconf> all;
    private final Values<Devconf> own;

    DeviceConf(Values<Devconf> all, Values<Devconf> own) {
        this.all = all;
        this.own = own;
    }

    /** The value that counts for this device: include/linux/inetdevice.h {@code IN_DEV_*}. */
    public int value(Devconf setting) {
        return setting.combine(all.get(setting), own.get(setting));
    }

    /** {@code IN_DEV_RX_REDIRECTS}: a router needs to be told twice, a host once. */
    public boolean acceptsRedirects() {
        boolean everywhere = all.get(Devconf.ACCEPT_REDIRECTS) != 0;
        boolean here = own.get(Devconf.ACCEPT_REDIRECTS) != 0;
        return on(Devconf.FORWARDING) ? everywhere && here : everywhere || here;
    }

    /** Whether the value that counts for this device is not 0. */
    public boolean on(Devconf setting) {
        return value(setting) != 0;
    }
}
