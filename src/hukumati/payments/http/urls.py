from django.urls import URLPattern, path

from hukumati.payments.http import views

machine: list[URLPattern] = [
    path("webhooks/card", views.card_webhook, name="card_webhook"),
    path("ebpp/BillPull", views.bill_pull, name="ebpp_bill_pull"),
    path("ebpp/PaymentNotification", views.payment_notification, name="ebpp_payment_notification"),
]
