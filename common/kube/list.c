/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "kube/client_internal.h"
#include "kube/list_split.h"

/* A list on its way. */
struct listing {
    struct kube_client *client;
    const struct kube_list *list;
    struct list_split split;
    struct buf token; /* of the next page; empty: none */
    size_t items;     /* of this page that were handed on */
    struct map uids;  /* of all that were, when none can be dropped */
    bool unnamed;     /* one came that cannot be known again */
    bool again;       /* the list is read a second time */
};

static void add_path(struct buf *path, const struct listing *listing)
{
    const struct kube_list *list = listing->list;

    buf_add(path, list->path);
    buf_addf(path, "%climit=%zu", strchr(list->path, '?') ? '&' : '?',
             list->limit ? list->limit : (size_t)KUBE_PAGE_ITEMS);
    if (listing->token.len > 0) {
        buf_add(path, "&continue=");
        buf_add_urlescaped(path, buf_view(&listing->token));
    }
}

static bool receive(void *context, struct view piece, struct error *err)
{
    struct listing *listing = context;

    return list_split_add(&listing->split, piece, err);
}

/* Whether ITEM came before, on another page or in the first reading. Source: robustness.md R-109.
 */
static bool is_known(struct listing *listing, const struct ynode *item)
{
    struct view uid = ynode_text(ynode_get_path(item, "metadata", "uid", NULL));

    if (listing->list->restart)
        return false;
    if (map_has(&listing->uids, uid))
        return true;
    if (uid.len > 0 && listing->uids.len < KUBE_UIDS_MAX)
        map_set(&listing->uids, uid, NULL);
    else
        listing->unnamed = true;
    return false;
}

static bool hand_on(void *context, const struct ynode *item, struct error *err)
{
    struct listing *listing = context;

    listing->items++;
    return is_known(listing, item) || listing->list->receive(listing->list->context, item, err);
}

/* An item that was handed on cannot be taken back by repeating one page. */
static bool may_repeat(void *context)
{
    struct listing *listing = context;

    if (listing->items > 0)
        return false;
    list_split_restart(&listing->split);
    return true;
}

static bool take_token(struct listing *listing, struct view token, struct error *err)
{
    if (token.len > 0 && view_eq(token, buf_view(&listing->token)))
        return error_set(err, ERROR_LIMIT, "a list goes on with the same page for ever");
    buf_clear(&listing->token);
    buf_add_view(&listing->token, token);
    return buf_check(&listing->token, "the token of the next page", err);
}

static bool take_rest(struct listing *listing, const struct http_response *response,
                      struct error *err)
{
    AUTO_FREE(ydoc) around = NULL;
    const struct ynode *token;

    if (!buf_check(&listing->split.around, "a list without its items", err) ||
        !kube_decode(&around, response, buf_view(&listing->split.around), err))
        return false;
    /* An empty list may say null, or nothing. */
    if (!view_ends(ynode_text(ynode_get(ydoc_root(around), "kind")), VIEW("List")))
        return error_set(err, ERROR_UNREACHABLE, "the server's answer is no list");
    token = ynode_get_path(ydoc_root(around), "metadata", "continue", NULL);
    return take_token(listing, ynode_is_null(token) ? VIEW_EMPTY : ynode_text(token), err);
}

static bool read_page(struct listing *listing, struct error *err)
{
    AUTO(buf) path = BUF_INIT(BUF_TEXT_BYTES_MAX);
    AUTO(http_response) response = HTTP_RESPONSE_INIT;
    struct kube_request request = { .method = "GET", .accept = listing->list->accept };
    const struct kube_exchange exchange = {
        .request = &request, .receive = receive, .may_repeat = may_repeat, .context = listing
    };

    add_path(&path, listing);
    request.path = buf_text(&path);
    listing->items = 0;
    list_split_restart(&listing->split);
    return buf_check(&path, "the path of a list", err) &&
           kube_exchange(listing->client, &exchange, &response, err) &&
           take_rest(listing, &response, err);
}

/* The token expired, or the answer broke off behind some items: the whole list comes anew, once. */
static bool may_start_over(const struct listing *listing, const struct error *problem)
{
    if (listing->again || listing->unnamed)
        return false;
    if (kube_last_status(listing->client)->code == 410)
        return listing->token.len > 0;
    return listing->items > 0 && problem->code == ERROR_UNREACHABLE;
}

static void start_over(struct listing *listing)
{
    kube_client_warn(listing->client, "a list ended in the middle; it is read again from its "
                                      "beginning");
    listing->again = true;
    buf_clear(&listing->token);
    if (listing->list->restart)
        listing->list->restart(listing->list->context);
}

static bool read_pages(struct listing *listing, struct error *err)
{
    for (size_t pages = 0; pages < KUBE_PAGES_MAX; pages++) {
        AUTO(error) problem = ERROR_INIT;

        if (read_page(listing, &problem)) {
            if (listing->token.len == 0)
                return true;
            continue;
        }
        if (!may_start_over(listing, &problem))
            return error_move(err, &problem);
        start_over(listing);
    }
    return error_set(err, ERROR_LIMIT, "a list has over %d pages", KUBE_PAGES_MAX);
}

bool kube_list(struct kube_client *client, const struct kube_list *list, struct error *err)
{
    struct listing listing = { .client = client,
                               .list = list,
                               .split = LIST_SPLIT_INIT,
                               .token = BUF_INIT(BUF_TEXT_BYTES_MAX),
                               .uids = MAP_INIT };
    bool done;

    listing.split.receive = hand_on;
    listing.split.context = &listing;
    done = read_pages(&listing, err);
    list_split_release(&listing.split);
    buf_release(&listing.token);
    map_release(&listing.uids);
    return done;
}
