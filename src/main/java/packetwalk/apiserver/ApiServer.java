package packetwalk.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import packetwalk.api.ApiFault;
import packetwalk.api.Kind;
import packetwalk.api.Kinds;
import packetwalk.api.Metadata;
import packetwalk.api.Selector;
import packetwalk.apiserver.allocation.ServiceAllocation;
import packetwalk.apiserver.allocation.ServiceRanges;
import packetwalk.net.Cidr;
import packetwalk.net.IpAddress;
import packetwalk.time.Simulation;

/**
 * The API server: takes objects in, refuses what is wrong with them, keeps them, and tells those who watch.
 *
 * <p>Objects are values. What comes in is copied; what goes out must not be changed, a change is a builder's copy given
 * to {@link #update} or made in {@link #edit}. A refusal is an {@link ApiFault} and leaves everything as it was.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apiserver/pkg/registry/generic/registry#Store">the API server's generic store</a>
 */
public final class ApiServer {
    /** The release that it is, and with it all of a cluster: that of the judges in {@code src/test/go}. */
    public static final String VERSION = "v1.37.2";

    private static final List<String> SYSTEM_NAMESPACES =
            List.of("default", "kube-node-lease", "kube-public", "kube-system");

    /** As often as the API server tries another suffix when the name is taken: {@code maxNameGenerationCreateAttempts}. */
    private static final int NAME_ATTEMPTS = 8;

    private final Store store = new Store();
    private final Watches watches;
    private final Identity identity;
    private final Strategy strategy;
    private final Termination termination;
    private final EventExpiry events;
    private final List<Admission> admissions = new ArrayList<>();

    /** A server whose Services get their addresses from 10.96.0.0/12, as kubeadm has it. */
    public ApiServer(Simulation simulation) {
        this(simulation, ServiceRanges.of(Cidr.parse("10.96.0.0/12")));
    }

    /** A server with what every cluster has: four namespaces and the Service {@code kubernetes}. */
    public ApiServer(Simulation simulation, ServiceRanges ranges) {
        watches = new Watches(simulation);
        identity = new Identity(simulation);
        strategy = new Strategy(new ServiceAllocation(ranges, simulation), store);
        termination = new Termination(store, identity, this::replace, this::remove);
        events = new EventExpiry(simulation, store, this::remove);
        for (String name : SYSTEM_NAMESPACES) {
            create(new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .endMetadata()
                    .build());
        }
        create(MasterService.service(ranges.serviceCidrs().primary().host(1)));
    }

    /** Says where the server is to be reached: the endpoint of the Service {@code kubernetes}. */
    public void advertise(IpAddress address, int port) {
        find(EndpointSlice.class, "default", MasterService.NAME)
                .ifPresentOrElse(
                        any -> update(MasterService.slice(address, port)),
                        () -> create(MasterService.slice(address, port)));
        find(Endpoints.class, "default", MasterService.NAME)
                .ifPresentOrElse(
                        any -> update(MasterService.endpoints(address, port)),
                        () -> create(MasterService.endpoints(address, port)));
    }

    /** Puts objects in as they are, with uid, times and version, in the place of any of their name; as a backup of etcd is. */
    void restore(HasMetadata object) {
        String namespace = namespace(object.getMetadata());
        find(object.getClass(), namespace, object.getMetadata().getName()).ifPresent(store::remove);
        store.put(object);
    }

    /** How long news of a change travels from now on; zero at first. */
    public void watchLatency(Duration latency) {
        watches.latency(latency);
    }

    /** Asks {@code webhook} from now on before an object is stored, once it is valid. */
    public void admission(Admission webhook) {
        admissions.add(webhook);
    }

    /** Refuses what one of the webhooks has something against. */
    private void review(HasMetadata object) {
        for (Admission webhook : admissions) {
            Optional<Admission.Refusal> refusal = webhook.review(object);
            if (refusal.isPresent()) {
                String message = refusal.get().message();
                throw refusal.get().answered() ? ApiFault.badRequest(message) : ApiFault.internalError(message);
            }
        }
    }

    /** What time it is, in the cluster's own calendar. */
    public Instant now() {
        return identity.now();
    }

    /** {@link #now} as {@code metav1.Time} is written: to the second. */
    public String timestamp() {
        return Identity.text(identity.now());
    }

    /**
     * Makes a new object of what is given.
     *
     * @param given its namespace may be missing ({@code default}), and its name if it has a {@code generateName}
     * @return as it was stored, with its uid, its defaults and what was allocated
     * @throws ApiFault if it is not valid, exists already, or its namespace does not exist or is going
     */
    public <T extends HasMetadata> T create(T given) {
        Kind<T> kind = Kinds.of(given);
        T object = kind.copy(given);
        ObjectMeta meta = Metadata.copy(requireMetadata(given));
        object.setMetadata(meta);
        settle(kind, meta);
        nameIt(kind, meta);
        meta.setUid(identity.uid());
        meta.setCreationTimestamp(timestamp());
        meta.setDeletionTimestamp(null);
        meta.setDeletionGracePeriodSeconds(null);
        meta.setGeneration(kind.spec().isPresent() ? 1L : null);
        meta.setResourceVersion(null);
        termination.requireOpen(kind, meta);
        T ready = strategy.forCreate(kind, object, () -> {
            review(object);
            if (store.find(kind.type(), namespace(meta), meta.getName()).isPresent()) {
                throw ApiFault.alreadyExists(kind, meta.getName());
            }
        });
        ready.getMetadata().setResourceVersion(store.nextRevision());
        store.put(ready);
        watches.added(ready);
        if (ready instanceof Event event) {
            events.watch(event);
        }
        return ready;
    }

    /**
     * Puts {@code given} in the place of the object of its name; its status stays that of the one before.
     *
     * @param given with the resource version of what it was made from, or none to overwrite whatever is there
     * @return as it was stored; the object before, if nothing changed
     * @throws ApiFault if it is not valid, changes what must not change, or was made from what is not stored any more
     */
    public <T extends HasMetadata> T update(T given) {
        Kind<T> kind = Kinds.of(given);
        T before = current(kind, given);
        T object = kind.copy(given);
        object.setMetadata(metadataFrom(requireMetadata(given), before.getMetadata()));
        T after = strategy.forUpdate(kind, object, before, this::review);
        if (kind.spec().isPresent()
                && !kind.spec().get().apply(after).equals(kind.spec().get().apply(before))) {
            after.getMetadata().setGeneration(generation(before) + 1);
        }
        return replace(before, after);
    }

    /** Takes the status of {@code given}, of a Deployment its annotations too, and nothing else; otherwise as {@link #update}. */
    public <T extends HasMetadata> T updateStatus(T given) {
        Kind<T> kind = Kinds.of(given);
        T before = current(kind, given);
        return replace(before, strategy.forStatus(kind, given, before));
    }

    /** Reads an object, changes a copy by {@code change}, and updates it. */
    public <T extends HasMetadata> T edit(Class<T> type, String namespace, String name, UnaryOperator<T> change) {
        return update(change.apply(get(type, namespace, name)));
    }

    /** Reads an object, changes the status of a copy by {@code change}, and updates that. */
    public <T extends HasMetadata> T editStatus(Class<T> type, String namespace, String name, UnaryOperator<T> change) {
        return updateStatus(change.apply(get(type, namespace, name)));
    }

    /** Makes an object be as its manifest says, as {@code kubectl apply} does; what others added to it stays. */
    public Applied apply(HasMetadata manifest) {
        return new Apply(this).apply(manifest);
    }

    /** Lays a patch over an object, as {@code kubectl patch} does. */
    public <T extends HasMetadata> T patch(
            Class<T> type, String namespace, String name, PatchType how, JsonNode patch) {
        return new Apply(this).patch(type, namespace, name, how, patch);
    }

    /** Gives a pod to a node, as the scheduler does by a {@code Binding}. */
    public Pod bind(String namespace, String pod, String node) {
        Pod before = get(Pod.class, namespace, pod);
        return replace(before, termination.bound(before, node));
    }

    /** Deletes an object as {@link Deletion#PLAIN} says. */
    public <T extends HasMetadata> T delete(Class<T> type, String namespace, String name) {
        return delete(type, namespace, name, Deletion.PLAIN);
    }

    /**
     * Deletes an object, or marks it as to be deleted: a pod on a node waits for its kubelet, an object with finalizers
     * for those who set them, a namespace for what is in it.
     *
     * @return the object as it is now; as it was at last, if it has gone
     * @throws ApiFault if there is none, or it must not go
     */
    public <T extends HasMetadata> T delete(Class<T> type, String namespace, String name, Deletion how) {
        T object = get(type, namespace, name);
        return termination.delete(Kinds.of(type), object, how);
    }

    /** Looks for an object; {@code namespace} is empty for kinds that live in none. */
    public <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name) {
        return store.find(type, Kinds.of(type).namespaced() ? namespace : "", name);
    }

    /** The object of that name; refuses with {@code pods "x" not found}. */
    public <T extends HasMetadata> T get(Class<T> type, String namespace, String name) {
        return find(type, namespace, name).orElseThrow(() -> ApiFault.notFound(Kinds.of(type), name));
    }

    /** Looks for an object by its uid, whatever its kind. */
    public Optional<HasMetadata> findByUid(String uid) {
        return store.byUid(uid);
    }

    /** All objects of a kind, in the order in which they were made. */
    public <T extends HasMetadata> List<T> list(Class<T> type) {
        return store.list(type);
    }

    /** Those in one namespace. */
    public <T extends HasMetadata> List<T> list(Class<T> type, String namespace) {
        return store.list(type, namespace);
    }

    /** Those in one namespace that a selector means, without a walk through the others where it names a label's value. */
    public <T extends HasMetadata> List<T> list(Class<T> type, String namespace, Selector selector) {
        return store.list(type, namespace, selector);
    }

    /** What names an object as its owner, in the order in which it was made: what a garbage collector asks. */
    public List<HasMetadata> dependents(String ownerUid) {
        return store.dependents(ownerUid);
    }

    /** The pods that are bound to a node, without a walk through all of them: what a kubelet asks. */
    public List<Pod> podsOn(String node) {
        return store.podsOn(node);
    }

    /** Tells {@code watcher} of every object of a kind that is there, and of every change from now on. */
    public <T extends HasMetadata> Watch watch(Class<T> type, Watcher<T> watcher) {
        return watches.watch(Kinds.of(type).type(), list(type), watcher);
    }

    /** The stored object that {@code given} is to replace. */
    private <T extends HasMetadata> T current(Kind<T> kind, T given) {
        ObjectMeta meta = requireMetadata(given);
        T before = get(kind.type(), meta.getNamespace() == null ? "default" : meta.getNamespace(), meta.getName());
        ObjectMeta stored = before.getMetadata();
        if (meta.getUid() != null && !meta.getUid().equals(stored.getUid())) {
            throw ApiFault.conflict(
                    kind,
                    meta.getName(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(meta.getUid(), stored.getUid()));
        }
        String version = meta.getResourceVersion();
        if (version != null && !version.isEmpty() && !version.equals(stored.getResourceVersion())) {
            throw ApiFault.conflict(
                    kind,
                    meta.getName(),
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
        return before;
    }

    /** What a person may change of the metadata, and what they may not. */
    private static ObjectMeta metadataFrom(ObjectMeta given, ObjectMeta before) {
        ObjectMeta meta = Metadata.copy(given);
        meta.setNamespace(before.getNamespace());
        meta.setUid(before.getUid());
        meta.setCreationTimestamp(before.getCreationTimestamp());
        meta.setDeletionTimestamp(before.getDeletionTimestamp());
        meta.setDeletionGracePeriodSeconds(before.getDeletionGracePeriodSeconds());
        meta.setGeneration(before.getGeneration());
        meta.setResourceVersion(before.getResourceVersion());
        return meta;
    }

    /** Stores {@code after} unless it says what is stored; lets it go if that was all it waited for. */
    private <T extends HasMetadata> T replace(T before, T after) {
        if (after.equals(before)) {
            return before;
        }
        after.getMetadata().setResourceVersion(store.nextRevision());
        store.put(after);
        watches.modified(before, after);
        if (Termination.isDue(after.getMetadata())) {
            remove(after);
        }
        return after;
    }

    private void remove(HasMetadata object) {
        store.remove(object);
        strategy.gone(object);
        watches.deleted(object);
        termination.gone(object);
    }

    private static <T extends HasMetadata> long generation(T object) {
        Long generation = object.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    private static void settle(Kind<?> kind, ObjectMeta meta) {
        if (!kind.namespaced()) {
            meta.setNamespace(null);
        } else if (meta.getNamespace() == null || meta.getNamespace().isEmpty()) {
            meta.setNamespace("default");
        }
    }

    private void nameIt(Kind<?> kind, ObjectMeta meta) {
        String base = meta.getGenerateName();
        boolean named = meta.getName() != null && !meta.getName().isEmpty();
        for (int i = 0; !named && base != null && !base.isEmpty(); i++) {
            meta.setName(identity.name(base));
            named = i >= NAME_ATTEMPTS
                    || store.find(kind.type(), namespace(meta), meta.getName()).isEmpty();
        }
    }

    private static ObjectMeta requireMetadata(HasMetadata object) {
        ObjectMeta meta = object.getMetadata();
        return meta == null ? new ObjectMeta() : meta;
    }

    private static String namespace(ObjectMeta meta) {
        return meta.getNamespace() == null ? "" : meta.getNamespace();
    }
}
