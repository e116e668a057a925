package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/printers"
	printersinternal "k8s.io/kubernetes/pkg/printers/internalversion"
	printerstorage "k8s.io/kubernetes/pkg/printers/storage"
)

// store is an API server that can be read: discovery, objects, lists by selectors, tables.
type store struct {
	tables printerstorage.TableConvertor
	lock   sync.Mutex
	held   []*unstructured.Unstructured
}

func newStore() *store {
	return &store{tables: printerstorage.TableConvertor{
		TableGenerator: printers.NewTableGenerator().With(printersinternal.AddHandlers),
	}}
}

// hold makes it hold these objects, their moments that much later.
func (s *store) hold(objects []map[string]interface{}, by time.Duration) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.held = nil
	for _, object := range objects {
		s.held = append(s.held, &unstructured.Unstructured{Object: move(object, by).(map[string]interface{})})
	}
	// as etcd has them
	sort.SliceStable(s.held, func(i, j int) bool {
		a, b := s.held[i], s.held[j]
		return a.GetNamespace()+"/"+a.GetName() < b.GetNamespace()+"/"+b.GetName()
	})
}

var verbs = metav1.Verbs{"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"}

func resource(plural, singular, kind string, namespaced bool, short ...string) metav1.APIResource {
	return metav1.APIResource{
		Name: plural, SingularName: singular, Kind: kind, Namespaced: namespaced, ShortNames: short, Verbs: verbs,
	}
}

func inAll(resource metav1.APIResource) metav1.APIResource {
	resource.Categories = []string{"all"}
	return resource
}

// What ours knows; the fields are those of the strategies in pkg/registry.
var discovery = map[string][]metav1.APIResource{
	"v1": {
		resource("configmaps", "configmap", "ConfigMap", true, "cm"),
		resource("endpoints", "endpoints", "Endpoints", true, "ep"),
		resource("events", "event", "Event", true, "ev"),
		resource("namespaces", "namespace", "Namespace", false, "ns"),
		resource("nodes", "node", "Node", false, "no"),
		inAll(resource("pods", "pod", "Pod", true, "po")),
		resource("secrets", "secret", "Secret", true),
		inAll(resource("services", "service", "Service", true, "svc")),
	},
	"apps/v1": {
		inAll(resource("daemonsets", "daemonset", "DaemonSet", true, "ds")),
		inAll(resource("deployments", "deployment", "Deployment", true, "deploy")),
		inAll(resource("replicasets", "replicaset", "ReplicaSet", true, "rs")),
		inAll(resource("statefulsets", "statefulset", "StatefulSet", true, "sts")),
	},
	"discovery.k8s.io/v1": {resource("endpointslices", "endpointslice", "EndpointSlice", true)},
	"networking.k8s.io/v1": {
		resource("ingressclasses", "ingressclass", "IngressClass", false),
		resource("ingresses", "ingress", "Ingress", true, "ing"),
	},
}

// What describers ask for beside that: leases, and what a cluster of ours has none of.
var beside = map[string]string{"leases": "Lease", "resourcequotas": "ResourceQuota", "limitranges": "LimitRange"}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case len(path) == 1 && path[0] == "api":
		reply(w, 200, metav1.APIVersions{TypeMeta: metav1.TypeMeta{Kind: "APIVersions"}, Versions: []string{"v1"}})
	case len(path) == 1 && path[0] == "apis":
		reply(w, 200, groups())
	case path[0] == "api" && len(path) == 2:
		resources(w, path[1])
	case path[0] == "apis" && len(path) == 3:
		resources(w, path[1]+"/"+path[2])
	case path[0] == "api":
		s.objects(w, r, path[1], path[2:])
	case path[0] == "apis":
		s.objects(w, r, path[1]+"/"+path[2], path[3:])
	default:
		missing(w, "the server could not find the requested resource")
	}
}

func groups() metav1.APIGroupList {
	list := metav1.APIGroupList{TypeMeta: metav1.TypeMeta{Kind: "APIGroupList", APIVersion: "v1"}}
	// in the order in which the API server prefers them
	for _, version := range []string{"apps/v1", "networking.k8s.io/v1", "discovery.k8s.io/v1"} {
		name := strings.TrimSuffix(version, "/v1")
		only := metav1.GroupVersionForDiscovery{GroupVersion: version, Version: "v1"}
		list.Groups = append(list.Groups, metav1.APIGroup{
			Name: name, Versions: []metav1.GroupVersionForDiscovery{only}, PreferredVersion: only,
		})
	}
	return list
}

func resources(w http.ResponseWriter, version string) {
	reply(w, 200, metav1.APIResourceList{
		TypeMeta:     metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"},
		GroupVersion: version,
		APIResources: discovery[version],
	})
}

func (s *store) objects(w http.ResponseWriter, r *http.Request, version string, path []string) {
	namespace := ""
	if len(path) > 2 && path[0] == "namespaces" {
		namespace, path = path[1], path[2:]
	}
	kind, known := beside[path[0]]
	for _, each := range discovery[version] {
		if each.Name == path[0] {
			kind, known = each.Kind, true
		}
	}
	if !known {
		missing(w, "the server could not find the requested resource")
		return
	}
	name := ""
	if len(path) > 1 {
		name = path[1]
	}
	found := s.find(r, version, kind, namespace, name)
	if name != "" && len(found) == 0 {
		group, _, grouped := strings.Cut(version, "/")
		if grouped {
			path[0] += "." + group
		}
		missing(w, fmt.Sprintf("%s %q not found", path[0], name))
		return
	}
	if r.URL.Query().Get("watch") == "true" {
		watch(w, r, version, kind, found)
		return
	}
	list := map[string]interface{}{"kind": kind + "List", "apiVersion": version, "items": found,
		"metadata": map[string]interface{}{"resourceVersion": "1"}}
	if strings.Contains(r.Header.Get("Accept"), "as=Table") {
		s.table(w, list)
	} else if name != "" {
		reply(w, 200, found[0])
	} else {
		reply(w, 200, list)
	}
}

func (s *store) find(r *http.Request, version, kind, namespace, name string) []map[string]interface{} {
	s.lock.Lock()
	defer s.lock.Unlock()
	byLabel, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		panic(err)
	}
	byField, err := fields.ParseSelector(r.URL.Query().Get("fieldSelector"))
	if err != nil {
		panic(err)
	}
	found := []map[string]interface{}{}
	for _, object := range s.held {
		if object.GetAPIVersion() == version && object.GetKind() == kind &&
			(namespace == "" || object.GetNamespace() == namespace) && (name == "" || object.GetName() == name) &&
			byLabel.Matches(labels.Set(object.GetLabels())) && byField.Matches(fieldsOf{object}) {
			found = append(found, object.Object)
		}
	}
	return found
}

// fieldsOf finds a field by its path; one that is not there is empty.
type fieldsOf struct{ object *unstructured.Unstructured }

func (f fieldsOf) Has(field string) bool { return f.Get(field) != "" }

func (f fieldsOf) Get(field string) string {
	value, _, _ := unstructured.NestedString(f.object.Object, strings.Split(field, ".")...)
	return value
}

// watch tells of what is there, if asked to, and of nothing after that.
func watch(w http.ResponseWriter, r *http.Request, version, kind string, found []map[string]interface{}) {
	w.Header().Set("Content-Type", "application/json")
	events := json.NewEncoder(w)
	if r.URL.Query().Get("sendInitialEvents") == "true" {
		for _, object := range found {
			events.Encode(map[string]interface{}{"type": "ADDED", "object": object})
		}
		events.Encode(map[string]interface{}{"type": "BOOKMARK", "object": map[string]interface{}{
			"kind": kind, "apiVersion": version, "metadata": map[string]interface{}{
				"resourceVersion": "1",
				"annotations":     map[string]interface{}{metav1.InitialEventsAnnotationKey: "true"},
			}}})
	}
	w.(http.Flusher).Flush()
	<-r.Context().Done()
}

// table is asTable() of k8s.io/apiserver/pkg/endpoints/handlers.
func (s *store) table(w http.ResponseWriter, list map[string]interface{}) {
	text, _ := json.Marshal(list)
	internal, err := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), text)
	if err != nil {
		panic(err)
	}
	table, err := s.tables.ConvertToTable(context.Background(), internal, nil)
	if err != nil {
		panic(err)
	}
	table.TypeMeta = metav1.TypeMeta{Kind: "Table", APIVersion: "meta.k8s.io/v1"}
	for i := range table.Rows {
		object, _ := meta.Accessor(table.Rows[i].Object.Object)
		partial := meta.AsPartialObjectMetadata(object)
		partial.SetGroupVersionKind(metav1.SchemeGroupVersion.WithKind("PartialObjectMetadata"))
		table.Rows[i].Object.Object = partial
	}
	reply(w, 200, table)
}

func missing(w http.ResponseWriter, message string) {
	reply(w, 404, metav1.Status{
		TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"},
		Status:   "Failure", Message: message, Reason: metav1.StatusReasonNotFound, Code: 404,
	})
}

func reply(w http.ResponseWriter, code int, body interface{}) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		panic(err)
	}
}
