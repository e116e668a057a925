package packetwalk.kubectl;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import packetwalk.api.ApiFault;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Selector;
import packetwalk.apiserver.ApiServer;

/**
 * Which objects a command means: {@code pods}, {@code pods,services}, {@code pod web}, {@code pod/web svc/web}, {@code
 * all}.
 *
 * @param groups kind by kind, in the order of the command
 * @param named whether they were meant one by one
 */
record Selection(List<Group<?>> groups, boolean named) {
    private static final List<Kind<?>> ALL = List.of(
            Kinds.POD, Kinds.SERVICE, Kinds.DAEMON_SET, Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.STATEFUL_SET);

    /** Objects of one kind. */
    record Group<T extends HasMetadata>(Kind<T> kind, List<T> objects) {}

    static Selection of(ApiServer api, Machines machines, Arguments arguments) {
        List<String> words = arguments.rest();
        if (words.isEmpty()) {
            throw ApiFault.badRequest(
                    "You must specify the type of resource to " + arguments.verb() + ", such as pods, services or all");
        }
        if (words.get(0).contains("/")) {
            List<Group<?>> groups = new ArrayList<>();
            words.forEach(word -> groups.add(one(api, machines, arguments, word)));
            return new Selection(groups, true);
        }
        List<Kind<?>> kinds = kinds(words.get(0));
        List<String> names = words.subList(1, words.size());
        List<Group<?>> groups = new ArrayList<>();
        kinds.forEach(kind -> groups.add(group(api, machines, arguments, kind, names)));
        return new Selection(groups, !names.isEmpty());
    }

    private static List<Kind<?>> kinds(String text) {
        if (text.equals("all")) {
            return ALL;
        }
        List<Kind<?>> kinds = new ArrayList<>();
        Stream.of(text.split(",", -1)).forEach(each -> kinds.add(kind(each)));
        return kinds;
    }

    /** The kind of that name; refuses as kubectl does. */
    static Kind<?> kind(String text) {
        return Kinds.named(text)
                .orElseThrow(() -> ApiFault.badRequest("the server doesn't have a resource type \"" + text + "\""));
    }

    private static Group<?> one(ApiServer api, Machines machines, Arguments arguments, String word) {
        int slash = word.indexOf('/');
        if (slash < 0) {
            throw ApiFault.badRequest("there is no need to specify a resource type as a separate argument when passing"
                    + " arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of"
                    + " 'kubectl get resource resource/<resource_name>'");
        }
        return group(api, machines, arguments, kind(word.substring(0, slash)), List.of(word.substring(slash + 1)));
    }

    private static <T extends HasMetadata> Group<T> group(
            ApiServer api, Machines machines, Arguments arguments, Kind<T> kind, List<String> names) {
        UnaryOperator<T> seen =
                object -> object instanceof Node node ? kind.type().cast(machines.reported(node)) : object;
        if (!names.isEmpty()) {
            return new Group<>(
                    kind,
                    names.stream()
                            .map(name -> seen.apply(api.get(kind.type(), arguments.namespace(), name)))
                            .toList());
        }
        Selector selector = arguments.flag("selector").map(Selector::parse).orElse(Selector.EVERYTHING);
        boolean everywhere = arguments.has("all-namespaces") || !kind.namespaced();
        List<T> all = everywhere ? api.list(kind.type()) : api.list(kind.type(), arguments.namespace());
        return new Group<>(
                kind,
                all.stream()
                        .filter(each -> selector.matches(each.getMetadata().getLabels()))
                        .sorted(Comparator.comparing(Selection::key))
                        .map(seen)
                        .toList());
    }

    /** Where etcd has it. */
    private static String key(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return (namespace == null ? "" : namespace) + "/" + object.getMetadata().getName();
    }

    /** All objects, whatever their kind. */
    List<HasMetadata> objects() {
        return groups.stream()
                .<HasMetadata>flatMap(group -> group.objects().stream())
                .toList();
    }
}
