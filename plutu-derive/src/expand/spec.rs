//! The gateway's description, `Gateway::SPEC`: constant data that tools work from. It is most of
//! the declaration again, so it is printed in few tokens, with short names for the items of
//! plutu-core.

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::model::Answers;
use crate::model::Callback;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::Item;
use crate::model::Request;
use crate::model::ReturnPage;
use crate::model::Structure;
use crate::model::docs;

pub(super) fn constant(gateway: &Gateway) -> TokenStream {
    let private = &gateway.paths.private;
    let docs = docs(&gateway.attributes);
    let [mut requests, mut callbacks, mut pages] = [(); 3].map(|()| TokenStream::new());
    for item in &gateway.items {
        match item {
            Item::Request(it) => requests.extend(request(it, &gateway.name)),
            Item::Callback(it) => callbacks.extend(callback(it)),
            Item::ReturnPage(it) => pages.extend(return_page(it)),
            Item::Plain(_) | Item::Verbatim(_) => {}
        }
    }
    quote! {
        const SPEC: &'static #private::spec::GatewaySpec = {
            #[allow(unused_imports)]
            use #private::spec::{self as __spec, FieldSpec as __FieldSpec, NotAField as _, Of as __Of};
            &__spec::gateway::<Self>(#docs, &[#requests], &[#callbacks], &[#pages])
        };
    }
}

fn request(request: &Request, gateway_name: &str) -> TokenStream {
    let Structure {
        cfg,
        ident,
        attributes,
        fields,
        ..
    } = &request.structure;
    let (name, docs) = (ident.unraw().to_string(), docs(attributes));
    let path = format!("/transaction/{}/{}", gateway_name, request.action);
    let answers = request.answers.as_ref();
    let answers = answers.map_or_else(|| quote!(__spec::NOTHING), answered);
    let fields = fields.iter().map(|it| field(it, "SENT"));
    quote! {
        #cfg
        __spec::request::<#ident>(#name, #docs, #path, #answers, &[#(#fields),*]),
    }
}

fn answered(answers: &Answers) -> TokenStream {
    let request = answers.request.unraw().to_string();
    let fields = answers.fields.iter().map(|it| it.unraw().to_string());
    quote!(__spec::answers(#request, &[#(#fields),*]))
}

fn callback(callback: &Callback) -> TokenStream {
    let flags: &[_] = if callback.approved_only {
        &["approved"]
    } else {
        &["approved", "canceled"]
    };
    signed(&callback.structure, &["gateway"], flags)
}

fn return_page(page: &ReturnPage) -> TokenStream {
    signed(&page.structure, &[], &["approved"])
}

fn signed(structure: &Structure, first: &[&str], flags: &[&str]) -> TokenStream {
    let Structure {
        cfg,
        ident,
        attributes,
        fields,
        ..
    } = structure;
    let (name, docs) = (ident.unraw().to_string(), docs(attributes));
    let keys = fields.iter().map(|field| field.wire.as_str());
    let keys = first.iter().chain(flags).copied().chain(keys);
    let fields = fields.iter().map(|it| field(it, "READ"));
    quote! {
        #cfg
        __spec::signed(#name, #docs, &[#(#keys),*], &[#(#flags),*], &[#(#fields),*]),
    }
}

/// A field. `role` says what its type is asked for.
fn field(field: &Field, role: &str) -> TokenStream {
    let Field { name, wire, .. } = field;
    let docs = docs(&field.attributes);
    let is_required = field.inner.is_none();
    let ty = field.inner.as_ref().unwrap_or(&field.ty);
    let role = Ident::new(role, Span::call_site());
    quote! {
        __FieldSpec {
            name: #name,
            wire: #wire,
            docs: #docs,
            is_required: #is_required,
            value: __Of::<#ty>::#role,
        }
    }
}
