package packetwalk.tools.nft;

import java.util.Optional;

/** Devices of the namespace that rules are typed in. */
interface DeviceNames {

    /** The name of a device that {@code word} is the name or the index of: {@code ifindex_type_parse()}. */
    Optional<String> of(String word);
}
