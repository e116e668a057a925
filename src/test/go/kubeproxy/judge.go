package main

import (
	"context"
	"fmt"
	"net"
	"reflect"
	"time"
	"unsafe"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	sysctltest "k8s.io/component-helpers/node/util/sysctl/testing"
	"k8s.io/kubernetes/pkg/proxy"
	config "k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/conntrack"
	"k8s.io/kubernetes/pkg/proxy/healthcheck"
	"k8s.io/kubernetes/pkg/proxy/iptables"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
	"k8s.io/kubernetes/pkg/proxy/util/nfacct"
)

// judge runs the proxier once per sync, as its informers and its runner would.
func judge(asked question) (*answer, error) {
	tables := newRecorder(asked.Config.Family == v1.IPv6Protocol)
	flows, err := newFlows(asked.Flows)
	if err != nil {
		return nil, err
	}
	proxier, err := newProxier(asked.Config, tables, flows)
	if err != nil {
		return nil, err
	}
	proxier.OnTopologyChange(asked.Config.TopologyLabels)
	var last state
	for i, now := range asked.Syncs {
		tell(proxier, last, now)
		last = now
		if i == 0 {
			// without services it would not sync yet
			proxier.OnEndpointSlicesSynced()
		}
		// syncs unconditionally; from the second time on a partial sync
		proxier.OnServiceSynced()
		if len(tables.texts) != i+1 {
			return nil, fmt.Errorf("sync %d was not fed to iptables-restore", i)
		}
	}
	return &answer{Texts: tables.texts, Jumps: tables.jumps, DeletedFlows: flows.deleted}, nil
}

func newProxier(node nodeConfig, tables *recorder, flows conntrack.Interface) (*iptables.Proxier, error) {
	sysctl := sysctltest.NewFake()
	if node.TCPBeLiberal {
		sysctl.Settings["net/netfilter/nf_conntrack_tcp_be_liberal"] = 1
	}
	cfg := &config.KubeProxyConfiguration{NodePortAddresses: node.NodePortAddresses}
	cfg.IPTables.MasqueradeBit = &node.MasqueradeBit
	cfg.IPTables.LocalhostNodePorts = &node.LocalhostNodePorts
	cfg.Linux.MasqueradeAll = node.MasqueradeAll
	cfg.SyncPeriod = metav1.Duration{Duration: time.Hour}
	cfg.MinSyncPeriod = metav1.Duration{Duration: time.Hour}
	proxier, err := iptables.NewProxier(context.Background(), cfg, node.Family, tables, sysctl, detector(node),
		node.NodeName, net.ParseIP(node.NodeIP), nil, nil, false)
	if err != nil {
		return nil, err
	}
	put(proxier, "conntrack", flows)
	put(proxier, "networkInterfacer", proxyutil.NetworkInterfacer(addresses(node.Addresses)))
	put(proxier, "serviceHealthServer", healthcheck.NewFakeServiceHealthServer())
	// as upstream's own tests write it; the kernel reads both alike
	put(proxier, "masqueradeMark", fmt.Sprintf("%#x", 1<<uint(node.MasqueradeBit)))
	var counters nfacct.Interface
	if node.Nfacct {
		counters = accounts{}
	}
	put(proxier, "nfacct", counters)
	return proxier, nil
}

// put sets a field that the proxier keeps to itself; an unknown one panics, so that a new version cannot pass unseen.
func put[P, T any](proxier *P, name string, value T) {
	field := reflect.ValueOf(proxier).Elem().FieldByName(name)
	reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Set(reflect.ValueOf(&value).Elem())
}

func detector(node nodeConfig) proxyutil.LocalTrafficDetector {
	switch node.LocalDetector {
	case "CIDR":
		return proxyutil.NewDetectLocalByCIDR(node.LocalArgument)
	case "BridgeInterface":
		return proxyutil.NewDetectLocalByBridgeInterface(node.LocalArgument)
	case "InterfaceNamePrefix":
		return proxyutil.NewDetectLocalByInterfaceNamePrefix(node.LocalArgument)
	default:
		return proxyutil.NewNoOpLocalDetector()
	}
}

// tell says what is new, changed and gone, in the words of the informers.
func tell(proxier proxy.Provider, before, now state) {
	services := map[string]*v1.Service{}
	for i := range before.Services {
		services[before.Services[i].Namespace+"/"+before.Services[i].Name] = &before.Services[i]
	}
	for i := range now.Services {
		key := now.Services[i].Namespace + "/" + now.Services[i].Name
		proxier.OnServiceUpdate(services[key], &now.Services[i])
		delete(services, key)
	}
	for _, gone := range services {
		proxier.OnServiceDelete(gone)
	}
	slices := map[string]*discovery.EndpointSlice{}
	for i := range before.EndpointSlices {
		slices[before.EndpointSlices[i].Namespace+"/"+before.EndpointSlices[i].Name] = &before.EndpointSlices[i]
	}
	for i := range now.EndpointSlices {
		key := now.EndpointSlices[i].Namespace + "/" + now.EndpointSlices[i].Name
		proxier.OnEndpointSliceUpdate(slices[key], &now.EndpointSlices[i])
		delete(slices, key)
	}
	for _, gone := range slices {
		proxier.OnEndpointSliceDelete(gone)
	}
}
