from django.urls import path

from accounts import views

# Before allauth's: an address that is in both is ours.
urlpatterns = [
    path("profile/", views.profile, name="account_profile"),
    path("signup/", views.signup, name="account_signup"),
    path("signup/start-again/", views.start_again, name="account_start_again"),
    path("confirm-email/", views.confirm_email, name="account_email_verification_sent"),
    path("password/reset/confirm/", views.confirm_password_reset, name="account_confirm_password_reset_code"),
]
