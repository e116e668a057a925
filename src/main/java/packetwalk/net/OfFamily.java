package packetwalk.net;

/** What belongs to one address family: an address, a prefix, an address with its prefix. */
public interface OfFamily {

    IpFamily family();
}
