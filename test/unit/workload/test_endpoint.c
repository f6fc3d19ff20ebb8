/* SPDX-License-Identifier: Apache-2.0 */
#include "workload/endpoint.h"

#include "harness/test.h"
#include "yaml/ydoc.h"

static void gives(const char *ingress, const char *urls)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(ingress), "test", &err);
    AUTO(strv) list = STRV_INIT;
    AUTO(buf) all = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(doc != NULL, err);
    endpoint_add_ingress(&list, ydoc_root(doc));
    for (size_t i = 0; i < list.len; i++)
        buf_addf(&all, "%s%s", i > 0 ? " " : "", list.items[i]);
    ASSERT_EQ_STR(buf_text(&all), urls);
}

TEST(endpoint, each_rule_and_path_is_an_address)
{
    gives("{spec: {rules: [{host: a.example, http: {paths: [{path: /x/}, {}]}}]}}",
          "http://a.example/x/ http://a.example/");
    gives("{spec: {tls: [{hosts: [a.example]}], rules: [{host: a.example, http: {paths: [{path: "
          "/}]}}, {host: b, "
          "http: {paths: [{path: /}]}}]}}",
          "https://a.example/ http://b/");
}

TEST(endpoint, an_empty_host_is_the_observed_address)
{
    gives("{spec: {rules: [{http: {paths: [{path: /}]}}]}, status: {loadBalancer: {ingress: [{ip: "
          "192.0.2.1}]}}}",
          "http://192.0.2.1/");
    gives("{spec: {rules: [{http: {paths: [{path: /}]}}]}}", "");
}

TEST(endpoint, what_hubble_guards_is_https_and_what_is_hidden_is_left_out)
{
    gives("{metadata: {annotations: {nginx.ingress.kubernetes.io/auth-url: x, "
          "kuiper.juno-innovations.com/ingress-hide: '/a/, /c/'}}, spec: {rules: [{host: h, http: "
          "{paths: [{path: "
          "/a/}, {path: /b/}]}}]}}",
          "https://h/b/");
}

/* The rows of OBJECT as "name:port url state", sorted; ACCESS_HOST may be NULL. */
static void rows(const char *object, const char *access_host, const char *wanted)
{
    struct error err = ERROR_INIT;
    AUTO_FREE(ydoc) doc = ydoc_parse(view_of(object), "test", &err);
    AUTO(endpoints) list = ENDPOINTS_INIT;
    AUTO(buf) all = BUF_INIT(BUF_TEXT_BYTES_MAX);

    ASSERT_OK(doc != NULL, err);
    endpoints_add(&list, ydoc_root(doc), access_host);
    endpoints_sort(&list);
    for (size_t i = 0; i < list.len; i++) {
        const struct endpoint *item = &list.items[i];

        buf_addf(&all, "%s%s:%u %s %s%s", i > 0 ? "; " : "", item->name, item->port, item->url,
                 endpoint_state_name(item->state), item->internal ? " internal" : "");
    }
    ASSERT_EQ_STR(buf_text(&all), wanted);
}

TEST(endpoint, a_node_port_is_reached_at_the_access_host)
{
    const char *service = "{kind: Service, metadata: {name: ide}, spec: {type: NodePort, ports: "
                          "[{name: http, port: 8080, nodePort: 31234}]}}";

    rows(service, "lab.example.com", "http:8080 http://lab.example.com:31234 ready");
    rows(service, "2001:db8::1", "http:8080 http://[2001:db8::1]:31234 ready");
    rows(service, NULL, "http:8080 unknown:31234 unknown");
    rows("{kind: Service, spec: {type: NodePort, ports: [{port: 80}]}}", "h", ":80  pending");
}

TEST(endpoint, a_load_balancer_is_its_observed_addresses_and_never_a_node_port)
{
    rows("{kind: Service, spec: {type: LoadBalancer, ports: [{port: 443, nodePort: 30000}]}, "
         "status: {loadBalancer: {ingress: [{hostname: lb.example, ip: 192.0.2.1}, {ip: "
         "192.0.2.2}]}}}",
         "h", ":443 https://lb.example ready; :443 https://192.0.2.2 ready");
    rows("{kind: Service, spec: {type: LoadBalancer, ports: [{port: 443, nodePort: 30000}]}}", "h",
         ":443  pending");
}

TEST(endpoint, the_scheme_is_of_app_protocol_then_name_then_number)
{
#define PORT(port)                                                                                 \
    "{kind: Service, spec: {type: LoadBalancer, ports: [" port "]}, status: {loadBalancer: "       \
    "{ingress: [{ip: 192.0.2.1}]}}}"
    rows(PORT("{port: 81, name: http-a, appProtocol: https}"), NULL,
         "http-a:81 https://192.0.2.1:81 ready");
    rows(PORT("{port: 81, appProtocol: kubernetes.io/ws}"), NULL, ":81 ws://192.0.2.1:81 ready");
    rows(PORT("{port: 80, appProtocol: mysql}"), NULL, ":80 192.0.2.1:80 ready");
    rows(PORT("{port: 80, name: https-a}"), NULL, "https-a:80 https://192.0.2.1:80 ready");
    rows(PORT("{port: 80}"), NULL, ":80 http://192.0.2.1 ready");
    rows(PORT("{port: 5900}"), NULL, ":5900 192.0.2.1:5900 ready");
    rows(PORT("{port: 53, protocol: UDP}"), NULL, ":53 192.0.2.1:53/udp ready");
    rows(PORT("{port: 80, protocol: SCTP}"), NULL, ":80 192.0.2.1:80/sctp ready");
#undef PORT
}

TEST(endpoint, what_only_the_cluster_reaches_is_internal)
{
    rows("{kind: Service, metadata: {name: web, namespace: film}, spec: {ports: [{port: 8080, "
         "name: http}, {port: 22}]}}",
         NULL,
         ":22 web.film.svc:22 ready internal; http:8080 http://web.film.svc:8080 ready internal");
    rows("{kind: Service, spec: {type: ExternalName, externalName: db.example}}", NULL,
         ":0 db.example ready internal");
}

TEST(endpoint, extras_are_below_the_longest_path_and_connections_are_shown)
{
    rows("{kind: Ingress, metadata: {annotations: "
         "{kuiper.juno-innovations.com/ingress-extras: '/a/admin?x=1&y, /elsewhere', "
         "kuiper.juno-innovations.com/connection: 'user=ada,bad'}}, spec: {rules: [{host: h, http: "
         "{paths: [{path: /a}]}}, {host: g, http: {paths: [{path: /a/}]}}]}}",
         NULL,
         "user:0 ada ready; :80 http://h/a ready; :80 http://g/a/ ready; :80 "
         "http://g/a/admin?x=1&y ready");
}

TEST(endpoint, a_route_is_ready_once_a_gateway_accepted_it)
{
#define ROUTE(more)                                                                                \
    "{kind: HTTPRoute, spec: {parentRefs: [{sectionName: https}], hostnames: [h], rules: [{}, "    \
    "{matches: [{path: {value: /b}}]}]}" more "}"
    rows(ROUTE(""), NULL, ":443  pending; :443  pending");
    rows(ROUTE(", status: {parents: [{conditions: [{type: Accepted, status: 'True'}]}]}"), NULL,
         ":443 https://h/ ready; :443 https://h/b ready");
#undef ROUTE
}

TEST(endpoint, R_106_hidden_and_odd_objects_give_nothing)
{
    rows("{kind: Service, metadata: {annotations: {kuiper.juno-innovations.com/hidden: 'true'}}, "
         "spec: {type: NodePort, ports: [{port: 80, nodePort: 30000}]}}",
         "h", "");
    rows("{kind: Service, spec: {type: NodePort, ports: 3}}", "h", "");
    rows("{kind: Service, spec: {type: NodePort, ports: [{port: -1, nodePort: 99999999999}]}}", "h",
         ":0  pending");
    rows("{kind: Pod}", "h", "");
    rows("[]", "h", "");
}
