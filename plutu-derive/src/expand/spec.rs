//! The gateway's description, `Gateway::SPEC`: constant data that tools work from.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use crate::expand::span::associated;
use crate::model::Answers;
use crate::model::Callback;
use crate::model::Field;
use crate::model::Gateway;
use crate::model::Item;
use crate::model::Paths;
use crate::model::Request;
use crate::model::ReturnPage;
use crate::model::Structure;
use crate::model::docs;

pub(super) fn constant(gateway: &Gateway) -> TokenStream {
    let paths = &gateway.paths;
    let private = &paths.private;
    let docs = docs(&gateway.attributes);
    let [mut requests, mut callbacks, mut pages] = [(); 3].map(|()| TokenStream::new());
    for item in &gateway.items {
        match item {
            Item::Request(it) => requests.extend(request(it, gateway)),
            Item::Callback(it) => callbacks.extend(callback(it, paths)),
            Item::ReturnPage(it) => pages.extend(return_page(it, paths)),
            Item::Plain(_) | Item::Verbatim(_) => {}
        }
    }
    quote! {
        const SPEC: &'static #private::spec::GatewaySpec =
            &#private::spec::gateway::<Self>(#docs, &[#requests], &[#callbacks], &[#pages]);
    }
}

fn request(request: &Request, gateway: &Gateway) -> TokenStream {
    let Structure {
        cfg,
        ident,
        attributes,
        fields,
        ..
    } = &request.structure;
    let private = &gateway.paths.private;
    let (name, docs) = (ident.unraw().to_string(), docs(attributes));
    let path = format!("/transaction/{}/{}", gateway.name, request.action);
    let answers = request.answers.as_ref();
    let answers = answers.map_or_else(|| quote!(#private::None), |it| answered(it, &gateway.paths));
    let fields = fields
        .iter()
        .map(|it| field(it, "SentField", &gateway.paths));
    quote! {
        #cfg
        #private::spec::request::<#ident>(#name, #docs, #path, #answers, &[#(#fields),*]),
    }
}

fn answered(answers: &Answers, paths: &Paths) -> TokenStream {
    let private = &paths.private;
    let request = answers.request.unraw().to_string();
    let fields = answers.fields.iter().map(|it| it.unraw().to_string());
    quote!(#private::spec::answers(#request, &[#(#fields),*]))
}

fn callback(callback: &Callback, paths: &Paths) -> TokenStream {
    let flags: &[_] = if callback.approved_only {
        &["approved"]
    } else {
        &["approved", "canceled"]
    };
    signed(&callback.structure, &["gateway"], flags, paths)
}

fn return_page(page: &ReturnPage, paths: &Paths) -> TokenStream {
    signed(&page.structure, &[], &["approved"], paths)
}

fn signed(structure: &Structure, first: &[&str], flags: &[&str], paths: &Paths) -> TokenStream {
    let Structure {
        cfg,
        ident,
        attributes,
        fields,
        ..
    } = structure;
    let private = &paths.private;
    let (name, docs) = (ident.unraw().to_string(), docs(attributes));
    let keys = fields.iter().map(|field| field.wire.as_str());
    let keys = first.iter().chain(flags).copied().chain(keys);
    let fields = fields.iter().map(|it| field(it, "ReadField", paths));
    quote! {
        #cfg
        #private::spec::signed(#name, #docs, &[#(#keys),*], &[#(#flags),*], &[#(#fields),*]),
    }
}

/// A field. What stands for its type has the type's span, so that one which is not a field is
/// reported there.
fn field(field: &Field, owner: &str, paths: &Paths) -> TokenStream {
    let Field { name, wire, .. } = field;
    let private = &paths.private;
    let docs = docs(&field.attributes);
    let is_required = field.inner.is_none();
    let value = associated(field, owner, "VALUE", paths);
    quote!(#private::spec::field(#name, #wire, #docs, #is_required, #value))
}
