// SPDX-License-Identifier: Apache-2.0

// hostproxy is a reverse proxy whose sites are told apart by the Host header, as the gateway of an OpenChoreo
// installation does it: hostproxy [-hold DIR] [-tls ADDRESS -cert FILE -key FILE] ADDRESS HOST=URL... A URL with a
// path gets every request there, whatever its own path is, as a gateway with a wrong rewrite does it. A request for
// any other host is answered with 200 and nothing, as Caddy answers it. A request whose method is the name of a file
// in DIR is held: the file is renamed to METHOD.held, and the request goes on when that one is removed.
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const pollInterval = 10 * time.Millisecond

func hold(directory string, request *http.Request) {
	held := filepath.Join(directory, request.Method+".held")
	if os.Rename(filepath.Join(directory, request.Method), held) != nil {
		return // nobody asked for it
	}
	for request.Context().Err() == nil {
		if _, err := os.Stat(held); err != nil {
			return
		}
		time.Sleep(pollInterval)
	}
}

func proxy(destination *url.URL) *httputil.ReverseProxy {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(destination)
		if destination.Path != "" {
			r.Out.URL.Path, r.Out.URL.RawPath = destination.Path, ""
		}
		r.Out.Host = r.In.Host
	}}
}

func main() {
	directory := flag.String("hold", "", "hold requests whose method is a file in `DIR`")
	tlsAddress := flag.String("tls", "", "listen with TLS at `ADDRESS` too")
	certificate := flag.String("cert", "", "its certificate")
	key := flag.String("key", "", "its key")
	flag.Parse()
	if flag.NArg() < 2 {
		log.Fatal("usage: hostproxy [-hold DIR] [-tls ADDRESS -cert FILE -key FILE] ADDRESS HOST=URL...")
	}
	sites := map[string]*httputil.ReverseProxy{}
	for _, site := range flag.Args()[1:] {
		host, target, _ := strings.Cut(site, "=")
		destination, err := url.Parse(target)
		if err != nil || destination.Host == "" {
			log.Fatalf("%q is no HOST=URL", site)
		}
		sites[host] = proxy(destination)
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		site, known := sites[host]
		if !known {
			return
		}
		if *directory != "" {
			hold(*directory, r)
		}
		site.ServeHTTP(w, r)
	})
	if *tlsAddress != "" {
		go func() { log.Fatal(http.ListenAndServeTLS(*tlsAddress, *certificate, *key, handler)) }()
	}
	log.Fatal(http.ListenAndServe(flag.Arg(0), handler))
}
