package packetwalk.linux.ipset;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/**
 * A set of type {@code bitmap:…}: net/netfilter/ipset/ip_set_bitmap_gen.h, a bit for each number of a range.
 *
 * <p>An entry of {@code bitmap:ip,mac} that was added without a station takes that of the first packet which asks.
 */
final class BitmapSet extends KeyedSet {

    private final SetHeader.Bitmap header;

    BitmapSet(String name, SetType type, SetHeader.Bitmap header, Extensions extensions, Simulation simulation) {
        super(name, type, header, extensions, simulation, new TreeMap<>(Comparator.comparingLong(BitmapSet::number)));
        this.header = header;
    }

    @Override
    IpSet copy() {
        BitmapSet copy = new BitmapSet(name(), type(), header, extensions(), simulation());
        copyTo(copy);
        return copy;
    }

    private static long number(Element element) {
        return element.part(0) instanceof Part.Port port
                ? port.number()
                : ((Part.Ip) element.part(0)).address().low();
    }

    @Override
    Element stored(Element element) {
        if (header.netmask() == 32 || !(element.part(0) instanceof Part.Ip ip)) {
            return element;
        }
        IpAddress network = ip.address().masked(header.netmask());
        return element.with(0, new Part.Ip(network));
    }

    @Override
    Element key(Element element) {
        return element.parts().size() == 1 ? element : Element.of(element.part(0));
    }

    @Override
    SetResult check(Element stored) {
        long number = number(stored);
        return number < header.first() || number > header.last() ? SetResult.OUT_OF_RANGE : SetResult.DONE;
    }

    @Override
    @Nullable
    SetEntry lookup(Element stored, SetQuery query, @Nullable Integer length) {
        SetEntry entry = super.lookup(stored, query, length);
        return entry == null || sameStation(entry.element(), stored) ? entry : null;
    }

    /** Where either does not say, any will do. */
    private static boolean sameStation(Element entry, Element asked) {
        return entry.parts().size() == 1
                || asked.parts().size() == 1
                || entry.part(1).equals(asked.part(1));
    }

    @Override
    Answer find(SetPacket packet, List<SetFlag> flags, SetQuery query) {
        Answer answer = super.find(packet, flags, query);
        if (answer == Answer.IN && type() == SetType.BITMAP_IP_MAC) {
            read(packet, flags).ifPresent(this::complete);
        }
        return answer;
    }

    private void complete(Element asked) {
        Optional.ofNullable(exact(asked))
                .filter(each -> each.element().parts().size() == 1)
                .ifPresent(each -> each.complete(asked));
    }
}
