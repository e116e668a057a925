package packetwalk.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import packetwalk.api.ApiFault;
import packetwalk.api.Selector;
import packetwalk.time.Simulation;

/** The store: what is made, changed, deleted and watched, with the API server's own words where it refuses. */
class ApiServerTest {
    private final Simulation simulation = new Simulation(1);
    private final ApiServer api = new ApiServer(simulation);
    private final List<String> seen = new ArrayList<>();

    @Test
    void a_new_object_gets_an_identity_and_keeps_what_the_caller_holds_unchanged() {
        Pod given = pod("web");
        Pod stored = api.create(given);
        assertEquals(36, stored.getMetadata().getUid().length());
        assertEquals("default", stored.getMetadata().getNamespace());
        assertEquals("2026-01-01T00:00:00Z", stored.getMetadata().getCreationTimestamp());
        assertEquals(1, stored.getMetadata().getGeneration());
        assertEquals("Pending", stored.getStatus().getPhase());
        assertEquals(pod("web"), given);
        assertSame(stored, api.get(Pod.class, "default", "web"));
    }

    @Test
    void one_seed_gives_the_same_uids_and_names() {
        assertEquals(twoPods(), twoPods());
        assertTrue(twoPods().get(1).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}"), twoPods()::toString);
    }

    private static List<String> twoPods() {
        ApiServer fresh = new ApiServer(new Simulation(7));
        Pod named = fresh.create(pod("web"));
        Pod generated = fresh.create(new PodBuilder(pod(""))
                .editMetadata()
                .withName(null)
                .withGenerateName("web-")
                .endMetadata()
                .build());
        return List.of(named.getMetadata().getUid(), generated.getMetadata().getName());
    }

    @Test
    void what_is_there_already_is_not_made_again() {
        api.create(pod("web"));
        refuses("pods \"web\" already exists", () -> api.create(pod("web")));
    }

    @Test
    void what_is_not_there_is_not_found() {
        refuses("pods \"web\" not found", () -> api.get(Pod.class, "default", "web"));
        refuses("namespaces \"shop\" not found", () -> api.create(in("shop", pod("web"))));
    }

    @Test
    void an_update_made_from_an_older_version_is_refused() {
        Pod first = api.create(pod("web"));
        api.update(labelled(first, "a", "1"));
        refuses(
                "Operation cannot be fulfilled on pods \"web\": the object has been modified; please apply your changes"
                        + " to the latest version and try again",
                () -> api.update(labelled(first, "a", "2")));
    }

    @Test
    void an_update_that_changes_nothing_makes_no_new_version() {
        Pod stored = api.create(pod("web"));
        assertSame(stored, api.update(new PodBuilder(stored).build()));
    }

    @Test
    void a_status_update_leaves_the_spec_and_a_spec_update_the_status() {
        api.create(pod("web"));
        Pod running = api.editStatus(
                Pod.class,
                "default",
                "web",
                pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToLabels("not", "taken")
                        .endMetadata()
                        .editStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build());
        assertEquals(Map.of("app", "web"), running.getMetadata().getLabels());
        Pod edited = api.update(new PodBuilder(running)
                .editStatus()
                .withPhase("Failed")
                .endStatus()
                .build());
        assertEquals("Running", edited.getStatus().getPhase());
    }

    @Test
    void news_travels_as_long_as_the_latency_and_none_overtakes_another() {
        api.watchLatency(Duration.ofMillis(10));
        api.watch(Pod.class, new Recorder());
        Pod pod = api.create(pod("web"));
        api.watchLatency(Duration.ZERO);
        api.update(labelled(pod, "a", "1"));
        simulation.advance(Duration.ofMillis(9));
        assertEquals(List.of(), seen);
        simulation.advance(Duration.ofMillis(1));
        assertEquals(List.of("added web", "modified web"), seen);
    }

    @Test
    void who_begins_to_watch_is_told_of_what_is_there_and_who_stops_of_nothing_more() {
        api.create(pod("web"));
        Watch watch = api.watch(Pod.class, new Recorder());
        simulation.advance(Duration.ZERO);
        assertEquals(List.of("added web"), seen);
        api.delete(Pod.class, "default", "web");
        watch.close();
        simulation.advance(Duration.ZERO);
        assertEquals(List.of("added web"), seen);
    }

    @Test
    void a_watcher_that_writes_is_told_of_that_later() {
        api.watch(Pod.class, new Recorder() {
            @Override
            public void added(Pod pod) {
                api.update(labelled(pod, "seen", "yes"));
                super.added(pod);
            }
        });
        api.create(pod("web"));
        simulation.advance(Duration.ZERO);
        assertEquals(List.of("added web", "modified web"), seen);
    }

    @Test
    void a_pod_that_has_no_node_yet_goes_at_once() {
        api.create(pod("web"));
        api.delete(Pod.class, "default", "web");
        assertTrue(api.find(Pod.class, "default", "web").isEmpty());
    }

    @Test
    void a_pod_on_a_node_stays_until_its_kubelet_says_that_it_has_stopped() {
        api.create(pod("web"));
        api.bind("default", "web", "node-1");
        assertEquals(1, api.podsOn("node-1").size());
        simulation.advance(Duration.ofSeconds(5));
        Pod going = api.delete(Pod.class, "default", "web", Deletion.PLAIN.withGracePeriod(30));
        assertEquals("2026-01-01T00:00:35Z", going.getMetadata().getDeletionTimestamp());
        assertEquals(30, going.getMetadata().getDeletionGracePeriodSeconds());
        Pod sooner = api.delete(Pod.class, "default", "web", Deletion.PLAIN.withGracePeriod(10));
        assertEquals("2026-01-01T00:00:15Z", sooner.getMetadata().getDeletionTimestamp());
        assertSame(sooner, api.delete(Pod.class, "default", "web", Deletion.PLAIN.withGracePeriod(20)));
        api.delete(Pod.class, "default", "web", Deletion.PLAIN.withGracePeriod(0));
        assertTrue(api.find(Pod.class, "default", "web").isEmpty());
        assertTrue(api.podsOn("node-1").isEmpty());
    }

    @Test
    void a_pod_is_bound_once() {
        api.create(pod("web"));
        api.bind("default", "web", "node-1");
        refuses(
                "Operation cannot be fulfilled on pods \"web\": pod web is already assigned to node \"node-1\"",
                () -> api.bind("default", "web", "node-2"));
    }

    @Test
    void an_object_with_a_finalizer_waits_for_who_set_it() {
        Pod pod = api.create(new PodBuilder(pod("web"))
                .editMetadata()
                .withFinalizers("example.com/wait")
                .endMetadata()
                .build());
        Pod marked = api.delete(Pod.class, "default", "web");
        assertEquals("2026-01-01T00:00:00Z", marked.getMetadata().getDeletionTimestamp());
        api.edit(
                Pod.class,
                "default",
                "web",
                each -> new PodBuilder(each)
                        .editMetadata()
                        .withFinalizers(List.of())
                        .endMetadata()
                        .build());
        assertTrue(api.findByUid(pod.getMetadata().getUid()).isEmpty());
    }

    @Test
    void a_namespace_takes_what_is_in_it_along_and_waits_for_it() {
        api.create(namespace("shop"));
        api.create(in("shop", pod("web")));
        api.bind("shop", "web", "node-1");
        api.delete(Namespace.class, "", "shop");
        Namespace going = api.get(Namespace.class, "", "shop");
        assertEquals("Terminating", going.getStatus().getPhase());
        refuses(
                "pods \"late\" is forbidden: unable to create new content in namespace shop because it is being terminated",
                () -> api.create(in("shop", pod("late"))));
        api.delete(Pod.class, "shop", "web", Deletion.PLAIN.withGracePeriod(0));
        assertTrue(api.find(Namespace.class, "", "shop").isEmpty());
    }

    @Test
    void some_namespaces_stay() {
        refuses(
                "namespaces \"default\" is forbidden: this namespace may not be deleted",
                () -> api.delete(Namespace.class, "", "default"));
    }

    @Test
    void labels_select_in_the_order_in_which_objects_were_made() {
        for (String name : List.of("web", "api", "db")) {
            api.create(pod(name));
        }
        assertEquals(
                List.of("web", "db"),
                api.list(Pod.class, "default", Selector.parse("app in (web, db)")).stream()
                        .map(pod -> pod.getMetadata().getName())
                        .toList());
    }

    private static void refuses(String message, Runnable request) {
        assertEquals(message, assertThrows(ApiFault.class, request::run).getMessage());
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(30L)
                .addNewContainer()
                .withName("main")
                .withImage("echo")
                .endContainer()
                .endSpec()
                .build();
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static Pod in(String namespace, Pod pod) {
        return new PodBuilder(pod)
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }

    private static Pod labelled(Pod pod, String key, String value) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToLabels(key, value)
                .endMetadata()
                .build();
    }

    private class Recorder implements Watcher<Pod> {
        @Override
        public void added(Pod object) {
            seen.add("added " + name(object));
        }

        @Override
        public void modified(Pod before, Pod after) {
            seen.add("modified " + name(after));
        }

        @Override
        public void deleted(Pod object) {
            seen.add("deleted " + name(object));
        }

        private String name(HasMetadata object) {
            return object.getMetadata().getName();
        }
    }
}
