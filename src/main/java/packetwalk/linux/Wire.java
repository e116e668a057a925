package packetwalk.linux;

import packetwalk.net.Frame;

/** What a NIC is plugged into; takes frames from one NIC to others. */
public interface Wire {

    /** Takes the frame away; it arrives wherever the wire leads, later. */
    void carry(Nic from, int id, Frame frame);
}
