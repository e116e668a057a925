package packetwalk.linux.nftables;

import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a set finds an element: Linux {@code struct nft_set_ops}. */
interface Elements {

    /** The element that {@code key} is one of; null if there is none. */
    @Nullable
    SetElement find(Value key);

    /** An element that shares keys with {@code other}, so that both cannot be in the set. */
    Optional<SetElement> conflict(SetElement other);

    void add(SetElement element);

    void remove(SetElement element);

    /** All, in the order in which {@code nft list} prints them. */
    Collection<SetElement> all();

    int size();

    /** The same elements, to be changed apart. */
    Elements copy();
}
