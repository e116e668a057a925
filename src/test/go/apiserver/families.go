package main

// Which families and addresses a Service gets of a cluster that has IPv4, IPv6 or both, by the allocators' own code:
// pkg/registry/core/service/storage. Its methods are no one's but its package's, so that the linker is asked for them.
//
//	go run . families | gzip -n9 > ../../resources/packetwalk/apiserver/families.jsonl.gz

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"reflect"
	"regexp"
	"strings"
	"unsafe"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	genericregistry "k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
	"k8s.io/kubernetes/pkg/registry/core/service/portallocator"
	servicestorage "k8s.io/kubernetes/pkg/registry/core/service/storage"
)

//go:linkname makeAlloc k8s.io/kubernetes/pkg/registry/core/service/storage.makeAlloc
func makeAlloc(core.IPFamily, map[core.IPFamily]ipallocator.Interface, portallocator.Interface) servicestorage.Allocators

//go:linkname beginCreate k8s.io/kubernetes/pkg/registry/core/service/storage.(*REST).beginCreate
func beginCreate(*servicestorage.REST, context.Context, runtime.Object, *metav1.CreateOptions) (genericregistry.FinishFunc, error)

//go:linkname beginUpdate k8s.io/kubernetes/pkg/registry/core/service/storage.(*REST).beginUpdate
func beginUpdate(*servicestorage.REST, context.Context, runtime.Object, runtime.Object, *metav1.UpdateOptions) (genericregistry.FinishFunc, error)

const (
	named4 = "10.96.0.30"
	named6 = "fd00:10:96::30"
)

type object = map[string]any

type familyCase struct {
	Cluster []string `json:"cluster"`
	Steps   []object `json:"steps"`
	Answers []string `json:"answers"`
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func cluster(families []string) *servicestorage.REST {
	ranges := map[string]string{"IPv4": "10.96.0.0/12", "IPv6": "fd00:10:96::/112"}
	allocators := map[core.IPFamily]ipallocator.Interface{}
	for _, family := range families {
		_, cidr, err := net.ParseCIDR(ranges[family])
		if err != nil {
			panic(err)
		}
		allocators[core.IPFamily(family)] = must(ipallocator.NewInMemory(cidr))
	}
	ports := must(portallocator.NewInMemory(*must(utilnet.ParsePortRange("30000-32767"))))
	storage := &servicestorage.REST{}
	field := reflect.ValueOf(storage).Elem().FieldByName("alloc")
	alloc := makeAlloc(core.IPFamily(families[0]), allocators, ports)
	reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Set(reflect.ValueOf(alloc))
	return storage
}

func decode(step object) *core.Service {
	text := must(json.Marshal(step))
	codecs := serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)
	decoded, _, err := codecs.UniversalDecoder().Decode(text, nil, nil)
	if err != nil {
		panic(err)
	}
	svc := decoded.(*core.Service)
	svc.Namespace = "default"
	return svc
}

var address = regexp.MustCompile(`fd00:10:96::[0-9a-f]+|10\.[0-9]+\.[0-9]+\.[0-9]+`)

// anonymous tells an address that nobody named by its family: it was chosen by chance.
func anonymous(text string) string {
	return address.ReplaceAllStringFunc(text, func(ip string) string {
		if ip == named4 || ip == named6 {
			return ip
		}
		if strings.Contains(ip, ":") {
			return "IPv6"
		}
		return "IPv4"
	})
}

// said tells what a Service has.
func said(svc *core.Service) string {
	policy := "none"
	if svc.Spec.IPFamilyPolicy != nil {
		policy = string(*svc.Spec.IPFamilyPolicy)
	}
	return anonymous(fmt.Sprintf("%s %v %v", policy, svc.Spec.IPFamilies, svc.Spec.ClusterIPs))
}

func request(verb string) context.Context {
	ctx := genericapirequest.WithNamespace(context.Background(), "default")
	return genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: verb, APIVersion: "v1", Resource: "services",
	})
}

func create(storage *servicestorage.REST, svc *core.Service) error {
	ctx := request("create")
	rest.FillObjectMetaSystemFields(svc)
	finish, err := beginCreate(storage, ctx, svc, &metav1.CreateOptions{})
	if err != nil {
		return err
	}
	err = rest.BeforeCreate(service.Strategy, ctx, svc)
	finish(ctx, err == nil)
	return err
}

func update(storage *servicestorage.REST, svc, old *core.Service) error {
	ctx := request("update")
	svc.UID = old.UID
	svc.CreationTimestamp = old.CreationTimestamp
	svc.ResourceVersion = "1"
	old.ResourceVersion = "1"
	finish, err := beginUpdate(storage, ctx, svc, old, &metav1.UpdateOptions{})
	if err != nil {
		return err
	}
	err = rest.BeforeUpdate(service.Strategy, ctx, svc, old)
	finish(ctx, err == nil)
	return err
}

func (c *familyCase) ask() {
	storage := cluster(c.Cluster)
	var stored *core.Service
	for _, step := range c.Steps {
		svc := decode(step)
		var err error
		if stored == nil {
			err = create(storage, svc)
		} else {
			err = update(storage, svc, stored.DeepCopy())
		}
		if err != nil {
			if !apierrors.IsInvalid(err) {
				panic(err)
			}
			c.Answers = append(c.Answers, anonymous(err.Error()))
			continue
		}
		stored = svc
		c.Answers = append(c.Answers, said(svc))
	}
}

func manifest(policy string, families []string, ips []string, selector bool) object {
	spec := object{"ports": []any{object{"port": 80}}}
	if policy != "" {
		spec["ipFamilyPolicy"] = policy
	}
	if families != nil {
		spec["ipFamilies"] = families
	}
	if ips != nil {
		spec["clusterIP"] = ips[0]
		spec["clusterIPs"] = ips
	}
	if selector {
		spec["selector"] = object{"app": "web"}
	}
	return object{"apiVersion": "v1", "kind": "Service", "metadata": object{"name": "web"}, "spec": spec}
}

// variants is every Service that says something, or nothing, of its policy, its families and its addresses.
func variants(selectors ...bool) []object {
	var all []object
	for _, policy := range []string{"", "SingleStack", "PreferDualStack", "RequireDualStack"} {
		for _, families := range [][]string{nil, {"IPv4"}, {"IPv6"}, {"IPv4", "IPv6"}, {"IPv6", "IPv4"}} {
			for _, ips := range [][]string{nil, {"None"}, {named4}, {named6}, {named4, named6}, {named6, named4}} {
				for _, selector := range selectors {
					all = append(all, manifest(policy, families, ips, selector))
				}
			}
		}
	}
	return all
}

func families() {
	var cases []familyCase
	both := [][]string{{"IPv4", "IPv6"}, {"IPv6", "IPv4"}}
	for _, cluster := range append([][]string{{"IPv4"}, {"IPv6"}}, both...) {
		for _, step := range variants(true, false) {
			cases = append(cases, familyCase{Cluster: cluster, Steps: []object{step}})
		}
	}
	external := object{"apiVersion": "v1", "kind": "Service", "metadata": object{"name": "web"},
		"spec": object{"type": "ExternalName", "externalName": "example.com"}}
	before := []object{
		manifest("SingleStack", []string{"IPv4"}, []string{named4}, true),
		manifest("PreferDualStack", nil, nil, true),
		manifest("RequireDualStack", []string{"IPv4", "IPv6"}, []string{named4, named6}, true),
		manifest("PreferDualStack", nil, []string{"None"}, true),
		manifest("", nil, []string{"None"}, false),
		external,
	}
	for _, cluster := range both {
		for _, first := range before {
			for _, then := range append(variants(true), external) {
				cases = append(cases, familyCase{Cluster: cluster, Steps: []object{first, then}})
			}
		}
	}
	for i := range cases {
		cases[i].ask()
		fmt.Fprintln(os.Stdout, string(must(json.Marshal(cases[i]))))
	}
}
